// Utf8: a text as UTF-8, whatever its bytes are.
//
// Shape: what is no character (a file's name may be any bytes) becomes U+FFFD, one for each sequence that ends early,
//        as Unicode recommends.
#pragma once

#include <string>
#include <string_view>

namespace ipep {

std::string as_utf8(std::string_view bytes);

}  // namespace ipep
