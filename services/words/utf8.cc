#include "services/words/utf8.h"

#include <unicode/unistr.h>

namespace ipep {

// What is UTF-8 already comes out as it went in.
std::string as_utf8(std::string_view bytes) {
    std::string text;
    icu::UnicodeString::fromUTF8({bytes.data(), static_cast<std::int32_t>(bytes.size())}).toUTF8String(text);
    return text;
}

}  // namespace ipep
