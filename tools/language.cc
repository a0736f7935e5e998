#include "tools/language.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>

namespace ipep {
namespace {

Language chosen = Language::english;

bool is_french(const char* locale) { return locale && std::string_view(locale).starts_with("fr"); }

bool locale_is_french() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value) return is_french(value);
    return false;
}

// Beside the program once installed, in the build folder before.
std::string catalogue_folder() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto installed = program.parent_path().parent_path() / "share" / "locale";
    if (!error && std::filesystem::exists(installed / "fr" / "LC_MESSAGES" / "ipep.mo", error)) return installed;
    return program.parent_path() / "locale";
}

std::string grouped(std::string digits) {
    const char* separator = chosen == Language::french ? " " : ",";
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, separator);
    return digits;
}

}  // namespace

void choose_language(const std::string& wish) {
    chosen = wish == "fr" || (wish.empty() && locale_is_french()) ? Language::french : Language::english;
    // gettext translates in any locale but "C"; C.UTF-8 is on every Debian machine.
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    std::setlocale(LC_CTYPE, "C.UTF-8");
    ::setenv("LANGUAGE", chosen == Language::french ? "fr" : "en", 1);
    ::bindtextdomain("ipep", catalogue_folder().c_str());
    ::bind_textdomain_codeset("ipep", "UTF-8");
    ::textdomain("ipep");
}

Language language() { return chosen; }

std::string tr(std::string_view english) {
    if (english.empty() || chosen == Language::english) return std::string(english);
    return ::gettext(std::string(english).c_str());
}

std::string shown_decimal(std::string_view decimal) {
    const bool negative = decimal.starts_with('-');
    if (negative) decimal.remove_prefix(1);
    const auto point = std::min(decimal.find('.'), decimal.size());
    std::string text = grouped(std::string(decimal.substr(0, point)));
    if (point < decimal.size()) {
        text += chosen == Language::french ? ',' : '.';
        text += decimal.substr(point + 1);
    }
    return negative ? "−" + text : text;
}

std::string shown(Money amount) { return shown_decimal(to_text(amount)); }
std::string shown_count(std::int64_t count) { return shown_decimal(std::to_string(count)); }

std::string with_currency(Money amount, const std::string& currency) {
    const std::string sign = currency == "EUR" ? "€" : currency;
    if (chosen == Language::french) return shown(amount) + ' ' + sign;
    return amount < Money() ? "−" + sign + shown(-amount) : sign + shown(amount);
}

std::string shown(Day day) {
    const std::string iso = to_text(day);
    if (chosen == Language::english) return iso;
    return iso.substr(8, 2) + '/' + iso.substr(5, 2) + '/' + iso.substr(0, 4);
}

}  // namespace ipep
