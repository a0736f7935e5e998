// CDC 2019 §8-III, from the third result year on: « le montant des gains d'efficience obtenus par le groupement, modulé
// par le score qualité global, dans une fourchette comprise entre -20% et +20% ».
//
//   the bounds                                     read
//   a straight line through the knots, flat outside assumed
//
// Units: the modulation is a ratio, exact; gross in whole cents.
// QUESTION(CDC §8-III): whether the modulation may fall where the score rises; the rules in force may say so.
#pragma once

#include <vector>

#include "ledger/number.h"

namespace ipep {

template <class Number>
struct ModulationKnot {
    Number score, modulation;
};

// Precondition: at least two knots, their scores strictly increasing.
template <class Number>
Number modulation(const Number& score, const std::vector<ModulationKnot<Number>>& knots) {
    const Step what{"modulation", kRatio, {"CDC 2019 §8-III", "assumed"}};
    if (value_of(score) <= value_of(knots.front().score))
        return step(what, knots.front().modulation, as(score, "<=", knots.front().score));
    for (std::size_t i = 1; i < knots.size(); ++i) {
        const auto &from = knots[i - 1], &to = knots[i];
        if (value_of(score) <= value_of(to.score))
            return step(
                what,
                from.modulation + (to.modulation - from.modulation) * (score - from.score) / (to.score - from.score),
                as(score, ">", from.score), as(score, "<=", to.score));
    }
    return step(what, knots.back().modulation, as(score, ">", knots.back().score));
}

template <class Number>
Number no_modulation(const Number& rank, const Number& mixed_years) {
    return step(Step{"modulation", kRatio, {"CDC 2019 §8-III", "read"}}, Number(0), as(rank, "<=", mixed_years));
}

template <class Number>
Number target_gross(const Number& gain, const Number& modulation) {
    return step(Step{"gross", kEuros, {"CDC 2019 §8-III", "read"}}, round_cents(gain * (Number(1) + modulation)));
}

}  // namespace ipep
