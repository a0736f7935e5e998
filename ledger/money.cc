#include "ledger/money.h"

#include <charconv>

namespace ipep {

std::string to_text(Money amount) {
    const std::int64_t cents = amount.cents();
    const std::int64_t positive = cents < 0 ? -cents : cents;
    std::string text = std::to_string(positive / 100) + '.';
    text += static_cast<char>('0' + positive % 100 / 10);
    text += static_cast<char>('0' + positive % 10);
    return cents < 0 ? '-' + text : text;
}

std::optional<Money> parse_money(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.size() < 4 || text.size() > 18 || text[text.size() - 3] != '.') return std::nullopt;
    const std::string_view whole = text.substr(0, text.size() - 3);
    if (whole.size() > 1 && whole.front() == '0') return std::nullopt;
    const std::string digits = std::string(whole) + std::string(text.substr(text.size() - 2));
    if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    std::int64_t cents = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), cents);
    if (cents > Money::limit) return std::nullopt;
    return Money(negative ? -cents : cents);
}

}  // namespace ipep
