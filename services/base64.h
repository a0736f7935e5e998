// Base64: bytes as text, in the one form RFC 4648 §4 gives them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ipep {

std::string base64(std::string_view bytes);
// Nothing where the text is not the base64 form of its bytes: white space and stray bits are not base64 here.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace ipep
