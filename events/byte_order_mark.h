// Byte order mark: what some editors put at the head of a UTF-8 file (EF BB BF) and what means nothing there.
#pragma once

#include <string_view>

namespace ipep {

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

inline std::string_view without_byte_order_mark(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    return text;
}

}  // namespace ipep
