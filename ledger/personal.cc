#include "ledger/personal.h"

#include <algorithm>
#include <map>

namespace ipep {
namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool upper_or_digit(char c) { return upper(c) || digit(c); }

// Lengths of the SEPA countries (ISO 13616 registry).
const std::map<std::string_view, std::size_t> kLengths = {
    {"AD", 24}, {"AT", 20}, {"BE", 16}, {"BG", 22}, {"CH", 21}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
    {"DK", 18}, {"EE", 20}, {"ES", 24}, {"FI", 18}, {"FR", 27}, {"GB", 22}, {"GI", 23}, {"GR", 27},
    {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IS", 26}, {"IT", 27}, {"LI", 21}, {"LT", 20}, {"LU", 20},
    {"LV", 21}, {"MC", 27}, {"MT", 31}, {"NL", 18}, {"NO", 15}, {"PL", 28}, {"PT", 25}, {"RO", 24},
    {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"VA", 22}};

// A digit of a RIB: A and J are 1, B, K and S are 2, and so on.
unsigned rib_digit(char c) {
    if (digit(c)) return static_cast<unsigned>(c - '0');
    return c < 'S' ? static_cast<unsigned>(c - 'A') % 9 + 1 : static_cast<unsigned>(c - 'S') + 2;
}

std::uint64_t rib_number(std::string_view text) {
    std::uint64_t number = 0;
    for (const char c : text) number = number * 10 + rib_digit(c);
    return number;
}

bool rib_checks(std::string_view rib) {
    return (89 * rib_number(rib.substr(0, 5)) + 15 * rib_number(rib.substr(5, 5)) + 3 * rib_number(rib.substr(10, 11)) +
            rib_number(rib.substr(21, 2))) %
               97 ==
           0;
}

}  // namespace

bool iban_checks(std::string_view iban) {
    if (iban.size() < 15 || iban.size() > 34 || !std::ranges::all_of(iban, upper_or_digit)) return false;
    if (!upper(iban[0]) || !upper(iban[1]) || !digit(iban[2]) || !digit(iban[3])) return false;
    const auto length = kLengths.find(iban.substr(0, 2));
    if (length != kLengths.end() && length->second != iban.size()) return false;
    unsigned rest = 0;
    for (const char c : std::string(iban.substr(4)) + std::string(iban.substr(0, 4)))
        rest = digit(c) ? (rest * 10 + static_cast<unsigned>(c - '0')) % 97
                        : (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    return rest == 1 && (!iban.starts_with("FR") || rib_checks(iban.substr(4)));
}

bool bic_checks(std::string_view bic) {
    if (bic.size() != 8 && bic.size() != 11) return false;
    return std::ranges::all_of(bic.substr(0, 4), upper_or_digit) && std::ranges::all_of(bic.substr(4, 2), upper) &&
           std::ranges::all_of(bic.substr(6), upper_or_digit);
}

}  // namespace ipep
