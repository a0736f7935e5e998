// CDC 2019 §3, "mécanisme d'avance (phase 2)": « une avance de sorte à garantir aux groupements un montant Ipep égal au
// montant des crédits d'amorçage. Cette avance sera récupérable sur les versements ultérieurs s'ils sont supérieurs aux
// crédits d'amorçage. »
//
//   granted under the mixed model only, recovered under both        read
//   how much of a payment a recovery may take (`recovery`)          assumed: aboveSeedCredit
//
// Units: euros, whole cents.
// QUESTION(CDC §3): whether a recovery may take a payment below the seed credit.
#pragma once

#include "ledger/number.h"
#include "ledger/parameters.h"

namespace ipep {

template <class Number>
struct AdvanceFigures {
    Number granted, recovered, outstanding, due;
};

template <class Number>
Number no_advance(const Number& rank, const Number& mixed_years) {
    return step(Step{"advanceGranted", kEuros, {"CDC 2019 §3", "read"}}, Number(0), as(rank, ">", mixed_years));
}

template <class Number>
Number advance_granted(const Number& net, const Number& seed_credit) {
    return step(Step{"advanceGranted", kEuros, {"CDC 2019 §3", "read"}}, max(Number(0), seed_credit - net));
}

template <class Number>
Number advance_recovered(const Number& net, const Number& seed_credit, const Number& before, Recovery recovery) {
    const Step what{"advanceRecovered", kEuros, {"CDC 2019 §3", "assumed"}};
    if (value_of(net) <= value_of(seed_credit)) return step(what, Number(0), as(net, "<=", seed_credit));
    const Number available = recovery == Recovery::full ? net : net - seed_credit;
    return step(what, min(before, available), as(net, ">", seed_credit));
}

template <class Number>
AdvanceFigures<Number> settle_advance(const Number& net, const Number& seed_credit, const Number& before,
                                      const Number& granted, Recovery recovery) {
    const Number recovered = advance_recovered(net, seed_credit, before, recovery);
    return {granted, recovered,
            step(Step{"advanceOutstanding", kEuros, {"CDC 2019 §3", "read"}}, before + granted - recovered),
            step(Step{"due", kEuros, {"CDC 2019 §3", "read"}}, net + granted - recovered)};
}

// What is left outstanding once `amount` is written off; what was written off too much comes back by a reversal.
template <class Number>
struct AfterWriteOff {
    Number outstanding, reversed;
};

template <class Number>
AfterWriteOff<Number> take_write_off(const Number& outstanding, const Number& amount) {
    const Number stands = min(amount, outstanding);
    return {outstanding - stands, amount - stands};
}

}  // namespace ipep
