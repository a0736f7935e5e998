// Exact: every ratio, weight and intermediate result, as a fraction of whole numbers of any size.
//
// Units:  what the caller computes in (euros, points, euros per patient); amounts leave through the roundings below.
// Source: specification §10. `round` is to the nearest cent, half away from zero; `floor` is down to the cent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/exact_number.h"
#include "ledger/money.h"

namespace ipep {

Integer floor_of(const Exact& number);
Integer round_half_away(const Exact& number);

// Euros, rounded to whole cents and kept as euros, so that a rule goes on computing in one unit.
Exact round_cents(const Exact& euros);
Exact floor_cents(const Exact& euros);

// Euros that are whole cents already; throws OutOfRange beyond Money's range.
Money to_money(const Exact& euros);
Exact to_exact(Money amount);

// "33.431373": `decimals` places, half away from zero, always all places. Zero has no sign.
std::string to_decimals(const Exact& number, unsigned decimals = 6);

// "33.5" where the decimals end, else "p/q" in lowest terms.
std::string to_text(const Exact& number);

// A measured value, kept as it was given: "0.10" is not "0.1". At most 18 digits on each side of the point.
struct Decimal {
    std::string text;
    bool operator==(const Decimal&) const = default;
};
bool well_formed_decimal(std::string_view text);

// A parameter of the rules: a decimal, or "p/q".
struct Ratio {
    std::string text;
    bool operator==(const Ratio&) const = default;
};
bool well_formed_ratio(std::string_view text);

// The value of a well-formed text (a precondition).
Exact to_exact(const Decimal& decimal);
Exact to_exact(const Ratio& ratio);

}  // namespace ipep
