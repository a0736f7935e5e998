// Encoding: bytes as text.
//
// Shape:  hexadecimal in lower case; base64 and base64url in the one form RFC 4648 §4 and §5 give them, the second
//         without padding; a ULID is 26 characters of Crockford's base 32, ordered by time.
// Errors: what is not the form of its bytes is nothing: white space and stray bits are no base64 here.
// Source: RFC 4648; the ULID specification.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ipep {

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);
// Of microseconds since 1970 and at least 10 random bytes.
std::string ulid(std::int64_t now_us, std::string_view random);

}  // namespace ipep
