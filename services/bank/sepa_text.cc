#include "services/bank/sepa_text.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

#include "services/bank/sepa_sign.h"

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

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Raised and lowered letters and digits, and those of one sign together, are what they are made of.
icu::UnicodeString plain(UChar32 letter) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
    return U_FAILURE(status) ? icu::UnicodeString(letter) : nfkc->normalize(icu::UnicodeString(letter), status);
}

std::string written(UChar32 letter) {
    if (const auto sign = sepa_sign(static_cast<char32_t>(letter))) return std::string(*sign);
    const std::string latin = transliterated(letter);
    return is_ascii(latin) ? latin : transliterated(plain(letter));
}

// French and its neighbours, and their punctuation, currencies and signs like letters, one by one: ICU takes its time
// over a whole text, and knows few signs.
struct Range {
    UChar32 first, last;
    std::vector<std::string> texts;
    explicit Range(UChar32 from, UChar32 to) : first(from), last(to) {
        for (UChar32 letter = first; letter <= last; ++letter) texts.push_back(written(letter));
    }
};

const std::string* known(UChar32 letter) {
    static const std::vector<Range> ranges = {Range(0x21, 0x7e), Range(0xa0, 0x17f), Range(0x2b0, 0x2ff),
                                              Range(0x1d2c, 0x1dbf), Range(0x2000, 0x214f)};
    for (const Range& range : ranges)
        if (letter >= range.first && letter <= range.last)
            return &range.texts[static_cast<std::size_t>(letter - range.first)];
    return nullptr;
}

std::string in_latin(std::string_view utf8) {
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
    icu::UnicodeString spelled;
    bool whole = true;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const UChar32 letter = text.char32At(at);
        const std::string* one = known(letter);
        if (one)
            spelled += icu::UnicodeString::fromUTF8(*one);
        else
            spelled += letter;
        whole = whole && (one || letter < 0x80);
    }
    if (!whole) return transliterated(spelled);  // letters that go by their neighbours
    std::string latin;
    spelled.toUTF8String(latin);
    return latin;
}

}  // namespace

std::string sepa_text(std::string_view utf8, std::size_t limit, Signs signs) {
    const icu::StringPiece bytes(utf8.data(), static_cast<std::int32_t>(utf8.size()));
    const auto latin = signs == Signs::written ? in_latin(utf8) : transliterated(icu::UnicodeString::fromUTF8(bytes));
    std::string text;
    bool blank = false;
    for (const char c : latin) {
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
