// Total: a sum of any number of amounts, exact. An amount that cannot be true is refused where it is recorded; whatever
// a ledger holds, adding it up for all does not fail because of one.
//
// Units:  cents, in 128 bits: more than 10²¹ of the greatest amounts.
// Source: specification §10.
#pragma once

#include <string>

#include "ledger/money.h"

namespace ipep {

class Total {
public:
    constexpr Total() = default;
    constexpr Total(Money amount) : cents_(amount.cents()) {}

    constexpr Total& operator+=(Total other) { return cents_ += other.cents_, *this; }
    constexpr Total& operator-=(Total other) { return cents_ -= other.cents_, *this; }
    friend constexpr Total operator+(Total a, Total b) { return a += b; }
    friend constexpr Total operator-(Total a, Total b) { return a -= b; }
    constexpr Total operator-() const { return Total() - *this; }
    friend constexpr bool operator==(Total a, Total b) { return a.cents_ == b.cents_; }
    friend constexpr auto operator<=>(Total a, Total b) { return a.cents_ <=> b.cents_; }

    // Throws OutOfRange where no amount can hold it.
    Money money() const;
    // As an amount is written, of any length.
    friend std::string to_text(Total total);

private:
    __extension__ using Cents = __int128;
    Cents cents_ = 0;
};

}  // namespace ipep
