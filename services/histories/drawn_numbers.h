// DrawnNumbers: numbers that look random and are the same for everybody who asks for the same: no floating point, no
// generator of a library.
//
// Shape:  SplitMix64, a counter behind a mixing function. Each groupement and year of each draw has a stream of its
//         own, so that what is drawn of one does not depend on which others there are, nor on the order of work:
//         state = mix(mix(mix(seed) + draw) + h) + year, where h is the first eight bytes of the SHA-256 of the
//         groupement's identifier, high byte first. standard() is the sum of twelve uniform numbers less its mean:
//         mean 0, variance 1 (less 2⁻⁶⁴), never beyond six, near to a normal one (Irwin and Hall, 1927).
// Units:  uniform numbers are u ÷ 2³² for whole u from 0 to 2³² − 1, high half of an output first.
// Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014, figure 17.
#pragma once

#include <cstdint>

#include "ledger/day.h"
#include "ledger/exact.h"
#include "ledger/id.h"
#include "ledger/year.h"

namespace ipep {

class DrawnNumbers {
public:
    static std::uint64_t mix(std::uint64_t bits);
    // `name` stands for the groupement, as name_of gives it.
    DrawnNumbers(std::uint64_t seed, std::uint64_t draw, std::uint64_t name, ResultYear year);
    static std::uint64_t name_of(const GroupementId& groupement);

    std::uint64_t next();
    // Times 2³²; a whole number, so that the sum is exact.
    std::int64_t standard();

private:
    std::uint64_t state_;
};

}  // namespace ipep
