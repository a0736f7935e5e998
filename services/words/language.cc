#include "services/words/language.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>

#include "events/code.h"
#include "ledger/rejection.h"

namespace ipep {
namespace {

Language chosen = Language::english;               // of the program
thread_local std::optional<Language> spoken_here;  // of the request this thread answers

// Beside the program once installed; before, in the build folder, where the tests lie one deeper.
std::string catalogue_folder() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    for (const auto& folder : {program.parent_path() / "share" / "locale", program / "locale"})
        if (std::filesystem::exists(folder / "fr" / "LC_MESSAGES" / "ipep.mo", error)) return folder;
    return program.parent_path() / "locale";
}

// The catalogue holds French alone: English is what the sources say.
bool open_catalogue() {
    // gettext translates in any locale but "C"; C.UTF-8 is on every Debian machine.
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    std::setlocale(LC_CTYPE, "C.UTF-8");
    ::setenv("LANGUAGE", "fr", 1);
    ::bindtextdomain("libc", "/");  // no catalogue there: what the C library says stays English, for phrase() to say
    ::bindtextdomain("ipep", catalogue_folder().c_str());
    ::bind_textdomain_codeset("ipep", "UTF-8");
    ::textdomain("ipep");
    return true;
}

// Once, before the first French sentence.
void need_catalogue() { [[maybe_unused]] static const bool open = open_catalogue(); }

std::string grouped(std::string digits) {
    const char* separator = language() == Language::french ? " " : ",";
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, separator);
    return digits;
}

}  // namespace

void choose_language(const std::string& wish, const std::string& locale) {
    chosen = wish == "fr" || (wish.empty() && locale.starts_with("fr")) ? Language::french : Language::english;
    need_catalogue();
}

Language language() { return spoken_here.value_or(chosen); }

Speaking::Speaking(Language language) : before_(spoken_here) { spoken_here = language; }
Speaking::~Speaking() { spoken_here = before_; }

std::string tr(std::string_view english) {
    if (english.empty() || language() == Language::english) return std::string(english);
    need_catalogue();
    return ::gettext(std::string(english).c_str());
}

std::string fill(const std::string& sentence, std::vector<std::pair<std::string, std::string>> arguments) {
    return Rejection{code::json_malformed, std::move(arguments)}.sentence(sentence);
}

std::string shown_decimal(std::string_view decimal) {
    const bool negative = decimal.starts_with('-');
    if (negative) decimal.remove_prefix(1);
    const auto point = std::min(decimal.find('.'), decimal.size());
    std::string text = grouped(std::string(decimal.substr(0, point)));
    if (point < decimal.size()) {
        text += language() == Language::french ? ',' : '.';
        text += decimal.substr(point + 1);
    }
    return negative ? "−" + text : text;
}

std::string shown(Total amount) { return shown_decimal(to_text(amount)); }
std::string shown_count(std::int64_t count) { return shown_decimal(std::to_string(count)); }

std::string with_currency(Total amount, const std::string& currency) {
    const std::string sign = currency == "EUR" ? "€" : currency;
    if (language() == Language::french) return shown(amount) + ' ' + sign;
    return amount < Total() ? "−" + sign + shown(-amount) : sign + shown(amount);
}

std::string shown(Day day) {
    const std::string iso = to_text(day);
    if (language() == Language::english) return iso;
    return iso.substr(8, 2) + '/' + iso.substr(5, 2) + '/' + iso.substr(0, 4);
}

}  // namespace ipep
