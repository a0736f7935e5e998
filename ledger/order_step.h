// OrderStep: which acts an order takes in which of its states, and the state it is in then. `decide` refuses by this
// table, `evolve` relies on it.
//
// Shape:  one row an act; an act without a row leaves the state of the order alone.
// Source: contract, "States of an order".
#pragma once

#include <initializer_list>

#include "ledger/book.h"
#include "ledger/rejection.h"

namespace ipep {

class OrderStates {
public:
    constexpr OrderStates(std::initializer_list<OrderState> states) {
        for (const OrderState one : states) bits_ |= bit(one);
    }
    constexpr bool contain(OrderState state) const { return (bits_ & bit(state)) != 0; }

private:
    static constexpr unsigned bit(OrderState state) { return 1u << static_cast<unsigned>(state); }
    unsigned bits_ = 0;
};

struct OrderStep {
    std::size_t act;  // its place among the kinds
    OrderStates from;
    OrderState to;
};

// The row of an act, by its place among the kinds; null where it has none.
const OrderStep* order_step_of(std::size_t act);

// Errors: order_state.
Verdict<> may_take(const Order& order, const OrderStep& step);
template <class Act>
Verdict<> may_take(const Order& order) {
    return may_take(order, *order_step_of(kKindIndex<Act>));
}

}  // namespace ipep
