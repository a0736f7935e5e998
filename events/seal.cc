#include "events/seal.h"

#include <openssl/evp.h>

#include <cstring>
#include <memory>
#include <stdexcept>

namespace ipep {

Digest sha256(std::string_view first, std::string_view second) {
    struct Hasher {
        EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        ~Hasher() {
            EVP_MD_CTX_free(context);
            EVP_MD_free(algorithm);
        }
    };
    thread_local Hasher hasher;
    Digest digest;
    if (EVP_DigestInit_ex2(hasher.context, hasher.algorithm, nullptr) != 1 ||
        EVP_DigestUpdate(hasher.context, first.data(), first.size()) != 1 ||
        EVP_DigestUpdate(hasher.context, second.data(), second.size()) != 1 ||
        EVP_DigestFinal_ex(hasher.context, digest.data(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return digest;
}

FileDigest::FileDigest() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
FileDigest::~FileDigest() { EVP_MD_CTX_free(context_); }
void FileDigest::add(std::string_view part) { EVP_DigestUpdate(context_, part.data(), part.size()); }
Digest FileDigest::finish() {
    Digest digest;
    EVP_DigestFinal_ex(context_, digest.data(), nullptr);
    return digest;
}

std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

std::optional<Digest> digest_from_hex(std::string_view hex) {
    constexpr std::string_view digits = "0123456789abcdef";
    Digest digest;
    if (hex.size() != 2 * digest.size()) return std::nullopt;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const auto high = digits.find(hex[2 * i]), low = digits.find(hex[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        digest[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return digest;
}

std::string seal_record(const Digest& before, std::string payload) {
    const Digest digest = sha256(bytes_of(before), payload);
    payload += bytes_of(digest);
    return payload;
}

std::optional<Record> split_record(std::string_view bytes) {
    Record record;
    if (bytes.size() <= record.digest.size()) return std::nullopt;
    record.payload = bytes.substr(0, bytes.size() - record.digest.size());
    std::memcpy(record.digest.data(), bytes.data() + record.payload.size(), record.digest.size());
    return record;
}

std::optional<Record> open_record(const Digest& before, std::string_view bytes) {
    const auto record = split_record(bytes);
    if (!record || sha256(bytes_of(before), record->payload) != record->digest) return std::nullopt;
    return record;
}

}  // namespace ipep
