// Letter lines: what an order is made of, line by line, read off its derivation: the letter computes nothing.
//
// Shape:  per debt what was settled, the advance granted and recovered, or each tranche released; then what was ordered
//         of it before; an overpayment set off is one negative line. The lines add up to the order's amount.
// Source: specification §11; projections/order_derivation.h for the tree.
#pragma once

#include <functional>

#include "ledger/explanation.h"
#include "services/letter/letter.h"

namespace ipep {

using EventAt = std::function<Event(Position)>;

// `told` is the derivation of the order, its inputs the order's parts in their order.
std::vector<LetterLine> letter_lines(const PaymentOrdered& order, const Explanation& told, const EventAt& event_at);

}  // namespace ipep
