// CDC 2019 §8-III, "Application des plafonds": « Le montant plafond de l'intéressement collectif est fixé à 2% des
// dépenses réelles du groupement de l'année N, dans la limite globale de l'enveloppe nationale Ipep fixée à 1% des
// dépenses totales des patients des groupements ».
//
//   both caps                                                     read
//   rounded down to the cent; how the national cap cuts (proRata) assumed
//
// Units: euros, whole cents. Advances stand outside both caps (the text is silent: assumed).
// QUESTION(CDC §8-III): how an excess over the national cap is cut among the groups.
// QUESTION(CDC §8-III): whether who spends more may be due more, where a cap or the envelope grows with the spending.
#pragma once

#include "ledger/id.h"
#include "ledger/rules/apportionment.h"

namespace ipep {

inline constexpr Cite kCapSection{"CDC 2019 §8-III", "read"};

template <class Number>
Number group_cap(const Number& expenditure, const Number& share) {
    return step(Step{"groupCap", kEuros, kCapSection}, floor_cents(share * expenditure));
}

template <class Number>
Number national_cap(const Number& expenditure, const Number& share) {
    return step(Step{"nationalCap", kEuros, kCapSection}, floor_cents(share * expenditure));
}

// Named by its groupement, because the national cap weighs it against the others.
template <class Number>
Number capped_gross(const Number& gross, const Number& cap, const GroupementId& groupement) {
    return step(Step{"capped", kEuros, kCapSection, groupement.text}, min(gross, cap));
}

// A group's part of what remains, with the comparison that made it so.
template <class Number>
Number net_amount(const Number& part, const Number& total, const Number& cap) {
    const bool exceeded = value_of(total) > value_of(cap);
    return step(Step{"net", kEuros, exceeded ? Cite{"CDC 2019 §8-III", "assumed"} : kCapSection}, part,
                as(total, exceeded ? ">" : "<=", cap));
}

// What remains of each capped amount under the national cap, in the same order.
template <class Number>
std::vector<Number> under_national_cap(const std::vector<Number>& capped, const Number& total, const Number& cap,
                                       std::size_t focus) {
    std::vector<Number> net = value_of(total) > value_of(cap) ? apportion(cap, capped, focus) : capped;
    if (focus < net.size()) net[focus] = net_amount(net[focus], total, cap);
    return net;
}

}  // namespace ipep
