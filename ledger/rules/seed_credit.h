// CDC 2019 §10, "crédits d'amorçage".
//
//   « la taille de la patientèle du groupement […] faisant varier de 50% à 100% le montant théorique forfaitaire avec un
//     plafond fixé à 50 000 patients »                                          read; the straight line from 0: assumed
//   « le caractère pluriprofessionnel […] faisant varier de plus ou moins 20% le montant théorique forfaitaire »
//                                                                              read; both added: assumed
//   the straight line from another size on, where the rules name one            reconstructed (specification §17)
//   « compris dans une fourchette allant de 30 000 à 130 000 euros »           read
//   « 50% au lancement […] ; 50% après la transmission d'une feuille de route » read
//
// Units: euros, whole cents where rounded.
// QUESTION(CDC §10): the flat amount ("montant forfaitaire unique") is not in the text; 100 000 € is assumed.
#pragma once

#include <optional>

#include "ledger/number.h"

namespace ipep {

template <class Number>
struct SeedCreditRules {
    Number baseAmount, sizeFactorMin, sizeFactorMax, sizeCeilingPatients, floor, ceiling, firstTranche;
    std::optional<Number> sizeFloorPatients = {};  // none: the line begins at 0
};

inline constexpr Cite kSeedCreditSection{"CDC 2019 §10", "assumed"};

// How far a group of `counted` patients is on the way to the ceiling, 0 to 1.
template <class Number>
Number size_above_floor(const Number& counted, const SeedCreditRules<Number>& rules) {
    const Number& from = *rules.sizeFloorPatients;
    return max(Number(0), counted - from) / (rules.sizeCeilingPatients - from);
}

template <class Number>
Number seed_credit(const Number& patients, const Number& modulation, const SeedCreditRules<Number>& rules) {
    const Number counted =
        step(Step{"countedPatients", kPatients, {"CDC 2019 §10", "read"}}, min(patients, rules.sizeCeilingPatients));
    const Number range = rules.sizeFactorMax - rules.sizeFactorMin;
    const Number size =
        step(Step{"sizeFactor", kRatio, kSeedCreditSection},
             rules.sizeFactorMin + (rules.sizeFloorPatients ? range * size_above_floor(counted, rules)
                                                            : range * counted / rules.sizeCeilingPatients));
    const Number amount =
        step(Step{"theoreticalAmount", kEuros, kSeedCreditSection}, rules.baseAmount * (size + modulation));
    return step(Step{"seedCredit", kEuros, {"CDC 2019 §10", "read"}},
                round_cents(min(rules.ceiling, max(rules.floor, amount))));
}

// The first of the two tranches; the second is the rest, so that the two make the whole.
template <class Number>
Number first_tranche(const Number& granted, const SeedCreditRules<Number>& rules) {
    return step(Step{"firstTranche", kEuros, {"CDC 2019 §10", "read"}}, round_cents(granted * rules.firstTranche));
}

}  // namespace ipep
