// CDC 2019 §8-II and Annexe 5, "Les gains d'efficience".
//
//   « La dépense réelle du groupement est considérée comme différente de la dépense ajustée si elle se trouve en dehors
//     de cet intervalle »                                                                                     read
//   « La dépense réelle du groupement en N est comparée à la dépense réelle du groupement en N-1 affectée de l'évolution
//     mesurée entre la dépense nationale ajustée N et la dépense nationale ajustée N-1 »                      read
//   the same over up to three earlier years, where the rules say so: the text foresees a trend        assumed
//   « la valeur négative est ramenée à zéro »                                                                 read
//   per patient = share × (gapWeight × gap⁺ + evolutionWeight × evolution⁺)      reconstructed: the formula was an image
//
// Units: euros per patient, exact; the gain in whole cents. Equality with a bound of the interval counts as inside.
#pragma once

#include <optional>
#include <vector>

#include "ledger/number.h"

namespace ipep {

template <class Number>
struct EfficiencyRules {
    Number band, share, gapWeight, evolutionWeight;
    std::optional<Number> trendYears = {};  // none: N−1 alone
};

// Actual and adjusted spending per patient of one year.
template <class Number>
struct Spending {
    Number actual, adjusted;
};

inline constexpr Cite kGapSection{"CDC 2019 §8-II, annexe 5", "read"};

template <class Number>
Number spending_gap(const Number& actual, const Number& adjusted, const Number& band) {
    const Step gap{"gap", kEurosPerPatient, kGapSection};
    const Number low = (Number(1) - band) * adjusted, high = (Number(1) + band) * adjusted;
    if (value_of(actual) < value_of(low)) return step(gap, low - actual, as(actual, "<", low));
    if (value_of(actual) > value_of(high)) return step(gap, high - actual, as(actual, ">", high));
    return step(gap, Number(0), as(actual, ">=", low), as(actual, "<=", high));
}

// `before` holds N−1, N−2 …, as many as the rules look at. Precondition: no adjusted spending is 0 (refused when the
// fact is recorded).
template <class Number>
Number spending_evolution(const Spending<Number>& now, const std::vector<Spending<Number>>& before,
                          const EfficiencyRules<Number>& rules) {
    const Step evolution{"evolution", kEurosPerPatient, kGapSection};
    const auto moved = [&](const Spending<Number>& from) { return from.actual * now.adjusted / from.adjusted; };
    if (!rules.trendYears) return step(evolution, moved(before.front()) - now.actual);
    Number total = moved(before.front());
    for (std::size_t i = 1; i < before.size(); ++i) total = total + moved(before[i]);
    const Number expected =
        step(Step{"trend", kEurosPerPatient, {"CDC 2019 §8-II, annexe 5", "assumed"}}, total / *rules.trendYears);
    return step(evolution, expected - now.actual);
}

template <class Number>
Number gain_per_patient(const Number& gap, const Number& evolution, const EfficiencyRules<Number>& rules) {
    return step(
        Step{"perPatient", kEurosPerPatient, {"CDC 2019 §8-II-2", "reconstructed"}},
        rules.share * (rules.gapWeight * max(gap, Number(0)) + rules.evolutionWeight * max(evolution, Number(0))));
}

template <class Number>
Number efficiency_gain(const Number& per_patient, const Number& patients) {
    return step(Step{"gain", kEuros, {"CDC 2019 §8-II-2", "read"}}, round_cents(per_patient * patients));
}

}  // namespace ipep
