// ULID: an identifier nobody used before, ordered by time: 26 characters of Crockford's base 32.
//
// Shape:  48 bits of milliseconds since 1970, then 80 random bits.
// Source: the ULID specification.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ipep {

// `random` has 10 bytes at least.
std::string ulid(std::int64_t now_us, std::string_view random);

}  // namespace ipep
