// Big-endian numbers, so that byte order is number order in every key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ipep {

inline std::string big_endian(std::uint64_t number, int bytes = 8) {
    std::string text(static_cast<std::size_t>(bytes), '\0');
    for (auto byte = text.rbegin(); byte != text.rend(); ++byte, number >>= 8) *byte = static_cast<char>(number & 0xff);
    return text;
}

// Precondition: at least `bytes` bytes.
inline std::uint64_t from_big_endian(std::string_view text, int bytes = 8) {
    std::uint64_t number = 0;
    for (int i = 0; i < bytes; ++i)
        number = number << 8 | static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
    return number;
}

}  // namespace ipep
