#include "services/bank/sepa_text.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

namespace ipep {
namespace {

bool allowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/-?:().,'+ ").find(c) != std::string_view::npos;
}

const icu::Transliterator& to_ascii() {
    static const std::unique_ptr<icu::Transliterator> made = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> created(
            icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
        if (U_FAILURE(status)) throw std::runtime_error("ICU has no transliteration to Latin letters");
        return created;
    }();
    return *made;
}

std::string transliterated(icu::UnicodeString text) {
    to_ascii().transliterate(text);
    std::string latin;
    text.toUTF8String(latin);
    return latin;
}

// The letters of French and its neighbours one by one, since ICU takes its time over a whole text.
constexpr UChar32 kFirst = 0xa0, kLast = 0x17f;
const std::vector<std::string>& letters() {
    static const std::vector<std::string> made = [] {
        std::vector<std::string> all;
        for (UChar32 letter = kFirst; letter <= kLast; ++letter) all.push_back(transliterated(letter));
        return all;
    }();
    return made;
}

std::string transliterated(std::string_view utf8) {
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
    std::string latin;
    for (std::int32_t at = 0; at < text.length(); ++at) {
        const UChar letter = text[at];
        if (letter < 0x80)
            latin += static_cast<char>(letter);
        else if (letter >= kFirst && letter <= kLast)
            latin += letters()[static_cast<std::size_t>(letter - kFirst)];
        else
            return transliterated(text);
    }
    return latin;
}

}  // namespace

std::string sepa_text(std::string_view utf8, std::size_t limit) {
    std::string text;
    bool blank = false;
    for (const char c : transliterated(utf8)) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            blank = !text.empty();
        } else if (allowed(c)) {
            if (blank) text += ' ';
            blank = false;
            text += c;
        }
    }
    if (text.size() > limit) text.resize(limit);
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

bool is_sepa_text(std::string_view text) { return std::ranges::all_of(text, allowed); }

}  // namespace ipep
