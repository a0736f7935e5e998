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

std::optional<Digest> digest_from_hex(std::string_view hex) {
    Digest digest;
    const auto bytes = from_hex(hex);
    if (!bytes || bytes->size() != digest.size()) return std::nullopt;
    std::memcpy(digest.data(), bytes->data(), digest.size());
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
