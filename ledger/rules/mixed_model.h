// CDC 2019 §8-III, the first two result years: « les deux composantes du modèle (qualité et gains d'efficience) sont
// additionnelles ».
//
//   « une enveloppe nationale représentant une quotepart du montant des dépenses totales »     read; the share: assumed
//   « L'enveloppe sera répartie entre les groupements, en fonction de la taille de leur patientèle »            read
//   « Pour les groupements qui ont un score nul ou négatif, la valorisation du score qualité est nulle »        read
//   the whole drawing right at a score of 100                                                                   assumed
//
// Units: euros, whole cents.
// QUESTION(CDC §8-III): whether the envelope rests on the groups under the mixed model or on all (envelopeBasis).
// QUESTION(CDC §8-III): whether patients of a group without spending count where the envelope is shared.
#pragma once

#include "ledger/number.h"

namespace ipep {

template <class Number>
Number quality_envelope(const Number& basis_expenditure, const Number& share) {
    return step(Step{"qualityEnvelope", kEuros, {"CDC 2019 §8-III", "assumed"}},
                round_cents(share * basis_expenditure));
}

template <class Number>
Number quality_amount(const Number& right, const Number& score, const Number& score_for_full_amount) {
    return step(Step{"quality", kEuros, {"CDC 2019 §8-III", "assumed"}},
                round_cents(right * min(max(score, Number(0)), score_for_full_amount) / score_for_full_amount));
}

// The target model values quality as a modulation: no drawing right, no quality amount of its own.
template <class Number>
Number no_quality_amount(const char* name, const Number& rank, const Number& mixed_years) {
    return step(Step{name, kEuros, {"CDC 2019 §8-III", "read"}}, Number(0), as(rank, ">", mixed_years));
}

template <class Number>
Number mixed_gross(const Number& gain, const Number& quality) {
    return step(Step{"gross", kEuros, {"CDC 2019 §8-III", "read"}}, gain + quality);
}

}  // namespace ipep
