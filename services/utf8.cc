#include "services/utf8.h"

#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace ipep {
namespace {

bool is_utf8(std::string_view bytes) {
    const char* const text = bytes.data();
    for (std::size_t at = 0; at < bytes.size();) {
        UChar32 character = 0;
        U8_NEXT(text, at, bytes.size(), character);
        if (character < 0) return false;
    }
    return true;
}

}  // namespace

std::string as_utf8(std::string_view bytes) {
    if (is_utf8(bytes)) return std::string(bytes);
    std::string text;
    icu::UnicodeString::fromUTF8({bytes.data(), static_cast<std::int32_t>(bytes.size())}).toUTF8String(text);
    return text;
}

}  // namespace ipep
