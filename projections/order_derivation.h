// OrderDerivation: why an order is of its amount: its parts, what each debt was when it was ordered, what of it was
// ordered before, and the overpayments set off.
//
// Promise: the text of the ordering itself, ledger/rules/ordering.h, over traced numbers.
// Shape:  order = sum of its parts; a part = due, released or back, less what was ordered before. A set-off that took a
//         share of an overpayment is a leaf: the order itself carries it.
// Errors: as `explain`.
// Source: specification §11; contract, "Payments".
#pragma once

#include "projections/derivation.h"

namespace ipep {

Verdict<Derivation> explain_order(const Store& store, const Order& order);

}  // namespace ipep
