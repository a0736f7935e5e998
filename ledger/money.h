// Money: an amount in whole cents, exact, signed.
//
// Units:  cents; the currency is a label of the rules in force and triggers nothing.
// Range:  ±90 000 000 000 000 000 cents; beyond it `OutOfRange` is thrown, never a wrong amount.
// Source: specification §10.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ipep {

struct OutOfRange : std::range_error {
    using std::range_error::range_error;
};

class Money {
public:
    static constexpr std::int64_t limit = 90'000'000'000'000'000;

    constexpr Money() = default;
    constexpr explicit Money(std::int64_t cents) : cents_(cents) {
        if (cents > limit || cents < -limit) throw OutOfRange("amount out of range");
    }

    constexpr std::int64_t cents() const { return cents_; }
    constexpr Money operator-() const { return Money(-cents_); }
    constexpr Money& operator+=(Money other) { return *this = Money(cents_ + other.cents_); }
    constexpr Money& operator-=(Money other) { return *this = Money(cents_ - other.cents_); }
    friend constexpr Money operator+(Money a, Money b) { return a += b; }
    friend constexpr Money operator-(Money a, Money b) { return a -= b; }
    auto operator<=>(const Money&) const = default;

private:
    std::int64_t cents_ = 0;
};

// "1234.56": always two decimals, no separator, a leading minus when negative.
std::string to_text(Money amount);

// The same form only; nothing else is an amount ("12.5", "1.234", "+1.00" and "01.00" are not).
std::optional<Money> parse_money(std::string_view text);

}  // namespace ipep
