#include "ledger/exact.h"

#include <algorithm>

namespace ipep {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool only_digits(std::string_view text) {
    return !text.empty() && text.size() <= 18 && text.find_first_not_of(kDigits) == std::string_view::npos;
}

bool whole_part(std::string_view text) { return only_digits(text) && (text.size() == 1 || text.front() != '0'); }

Integer power_of_ten(unsigned exponent) { return Integer::power(10, exponent); }

Exact parse_decimal(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto point = text.find('.');
    std::string digits(text.substr(0, point));
    unsigned decimals = 0;
    if (point != std::string_view::npos) {
        digits += text.substr(point + 1);
        decimals = static_cast<unsigned>(text.size() - point - 1);
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));  // a leading 0 would mean octal
    const Exact number(Integer(digits), power_of_ten(decimals));
    return negative ? -number : number;
}

std::string with_point(Integer digits, unsigned decimals) {
    const bool negative = digits < 0;
    if (negative) digits = -digits;
    std::string text = digits.str();
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    if (decimals > 0) text.insert(text.size() - decimals, 1, '.');
    return negative ? '-' + text : text;
}

// How often `prime` divides `number`, which loses these factors.
unsigned strip(Integer& number, unsigned prime) {
    unsigned times = 0;
    for (; number % prime == 0; number /= prime) ++times;
    return times;
}

}  // namespace

Integer floor_of(const Exact& number) {
    const Integer top = numerator(number), bottom = denominator(number);
    Integer quotient = top / bottom;  // towards zero
    if (top < 0 && quotient * bottom != top) --quotient;
    return quotient;
}

Integer round_half_away(const Exact& number) {
    const bool negative = number < 0;
    const Exact positive = negative ? -number : number;
    const Integer rounded = floor_of(positive + Exact(1, 2));
    return negative ? -rounded : rounded;
}

Exact round_cents(const Exact& euros) { return Exact(round_half_away(euros * 100), 100); }
Exact floor_cents(const Exact& euros) { return Exact(floor_of(euros * 100), 100); }

Money to_money(const Exact& euros) {
    const Exact cents = euros * 100;
    if (denominator(cents) != 1) throw std::logic_error("an amount that is not whole cents");
    const Integer whole = numerator(cents);
    if (whole > Money::limit || whole < -Money::limit) throw OutOfRange("amount out of range");
    return Money(static_cast<std::int64_t>(whole));
}

Exact to_exact(Money amount) { return Exact(amount.cents(), 100); }

std::string to_decimals(const Exact& number, unsigned decimals) {
    return with_point(round_half_away(number * Exact(power_of_ten(decimals))), decimals);
}

std::string to_text(const Exact& number) {
    Integer rest = denominator(number);
    const unsigned twos = strip(rest, 2), fives = strip(rest, 5);
    if (rest != 1) return numerator(number).str() + '/' + denominator(number).str();
    const unsigned decimals = std::max(twos, fives);
    return with_point(floor_of(number * Exact(power_of_ten(decimals))), decimals);
}

bool well_formed_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto point = text.find('.');
    if (point == std::string_view::npos) return whole_part(text);
    return whole_part(text.substr(0, point)) && only_digits(text.substr(point + 1));
}

bool well_formed_ratio(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return well_formed_decimal(text);
    std::string_view top = text.substr(0, slash);
    if (top.starts_with('-')) top.remove_prefix(1);
    const std::string_view bottom = text.substr(slash + 1);
    return whole_part(top) && whole_part(bottom) && bottom != "0";
}

Exact to_exact(const Decimal& decimal) { return parse_decimal(decimal.text); }

Exact to_exact(const Ratio& ratio) {
    const auto slash = ratio.text.find('/');
    if (slash == std::string::npos) return parse_decimal(ratio.text);
    return parse_decimal(std::string_view(ratio.text).substr(0, slash)) /
           parse_decimal(std::string_view(ratio.text).substr(slash + 1));
}

}  // namespace ipep
