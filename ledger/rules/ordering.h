// Specification §11, « Payer »: what of a debt a CPAM may still order, and what an order amounts to.
//
//   left to order = the debt − what orders that stand took of it      read
//   an order      = the sum of its parts                              read
//   a year counts as it was last validated; a lower revision at once  assumed: CSS D.253-4, two persons
//
// Units: euros, whole cents. Shape: with Exact the ordering, with Traced the explanation of an order.
#pragma once

#include "ledger/number.h"

namespace ipep {

inline constexpr Cite kOrdering{"CSS D.253-4", "assumed"};

// Whether a year whose last revision nobody validated counts as the one that was validated before.
inline bool waits_for_validation(const Exact& due, const Exact& validated) { return validated < due; }

// A debt of several pieces: what was released, or came back, in one payment year.
template <class Number>
Number debt_in_year(const char* name, std::string_view year, std::span<const Number> pieces) {
    return step(Step{name, kEuros, kOrdering, year}, sum(pieces));
}

// `of` names the debt; `ordered`: what each order that stands took of it.
template <class Number>
Number left_to_order(std::string_view of, const Number& debt, std::span<const Number> ordered) {
    const Step part{"part", kEuros, kOrdering, of};
    if (ordered.empty()) return step(part, debt);
    return step(part, debt - step(Step{"ordered", kEuros, kOrdering}, sum(ordered)));
}

template <class Number>
Number order_amount(std::string_view order, std::span<const Number> parts) {
    return step(Step{"order", kEuros, kOrdering, order}, sum(parts));
}

}  // namespace ipep
