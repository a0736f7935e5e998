#include "ledger/order_step.h"

#include "ledger/acting.h"
#include "ledger/code.h"

namespace ipep {
namespace {

using enum OrderState;

constexpr OrderStep kSteps[] = {
    {kKindIndex<OrderSuspended>, {ordered}, suspended},
    {kKindIndex<OrderRequisitioned>, {suspended}, suspended},
    {kKindIndex<OrderApproved>, {ordered, suspended}, approved},
    {kKindIndex<OrderCancelled>, {ordered, suspended, approved}, cancelled},
    {kKindIndex<OrderIssued>, {approved}, issued},
    {kKindIndex<OrderAccepted>, {issued}, accepted},
    {kKindIndex<OrderRejected>, {issued, accepted}, rejected},
    {kKindIndex<OrderPaid>, {issued, accepted}, paid},
    {kKindIndex<OrderReturned>, {paid}, returned},
    {kKindIndex<OrderReinstated>, {rejected, returned}, accepted},
};

}  // namespace

const OrderStep* order_step_of(std::size_t act) {
    const auto row = std::ranges::find(kSteps, act, &OrderStep::act);
    return row == std::end(kSteps) ? nullptr : &*row;
}

Verdict<> may_take(const Order& order, const OrderStep& step) {
    if (step.from.contain(order.state)) return {};
    return refuse(code::order_state,
                  {{"order", order.ordered.order.text}, {"state", name_of(order.state)}, {"wanted", name_of(step.to)}});
}

}  // namespace ipep
