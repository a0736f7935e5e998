#include "events/encoding.h"

#include <openssl/evp.h>

#include <algorithm>

namespace ipep {

constexpr std::string_view kHexadecimal = "0123456789abcdef";

std::string to_hex(std::string_view bytes) {
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        hex += kHexadecimal[byte >> 4];
        hex += kHexadecimal[byte & 15];
    }
    return hex;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0 || text.find_first_not_of(kHexadecimal) != std::string_view::npos) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2)
        bytes += static_cast<char>(kHexadecimal.find(text[i]) << 4 | kHexadecimal.find(text[i + 1]));
    return bytes;
}

std::string base64(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3, '\0');
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size));
    for (std::size_t i = 1; i <= 2 && i <= text.size() && text[text.size() - i] == '='; ++i) bytes.pop_back();
    if (base64(bytes) != text) return std::nullopt;
    return bytes;
}

std::string base64url(std::string_view bytes) {
    std::string text = base64(bytes);
    text.erase(text.find_last_not_of('=') + 1);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.find_first_of("+/=") != std::string_view::npos) return std::nullopt;
    std::string plain(text);
    std::ranges::replace(plain, '-', '+');
    std::ranges::replace(plain, '_', '/');
    plain.append((4 - plain.size() % 4) % 4, '=');
    return from_base64(plain);
}

std::string ulid(std::int64_t now_us, std::string_view random) {
    constexpr char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const auto time = static_cast<std::uint64_t>(now_us / 1000);
    std::string text;
    for (int shift = 45; shift >= 0; shift -= 5) text += digits[time >> shift & 31];
    unsigned kept = 0, bits = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        kept = kept << 8 | static_cast<unsigned char>(random[i]);
        for (bits += 8; bits >= 5; bits -= 5) text += digits[kept >> (bits - 5) & 31];
        kept &= (1u << bits) - 1;
    }
    return text;
}

}  // namespace ipep
