// Stopping an order: the DCF suspends it, the director requires it in writing or cancels it.
//
// Code de la sécurité sociale D.122-6 (suspension, requisition and when it is refused).
#include "ledger/acting.h"
#include "ledger/code.h"
#include "ledger/order_step.h"
#include "ledger/suspension.h"

namespace ipep {
namespace {

Drafts one_act(const Acting& by, Body body) { return std::vector<Draft>{{by.on, {}, {}, std::move(body)}}; }

}  // namespace

Drafts suspend_order(const Book& book, const OrderId& id, const std::string& ground, const Acting& by) {
    const auto& order = *IPEP_TRY(known_order(book, id));
    IPEP_TRY(authorize(book.common(), by.person, Right::pay, order.ordered.cpam));
    IPEP_TRY(may_take<OrderSuspended>(order));
    IPEP_TRY(follows(book, order, by));
    IPEP_TRY(in_writing("ground", ground));
    return one_act(by, OrderSuspended{id, order.ordered.groupement, ground});
}

Drafts requisition_order(const Book& book, const OrderId& id, const std::string& document, const Acting& by) {
    const auto& order = *IPEP_TRY(known_order(book, id));
    const PaymentOrdered& ordered = order.ordered;
    IPEP_TRY(authorize(book.common(), by.person, Right::order, ordered.cpam));
    IPEP_TRY(may_take<OrderRequisitioned>(order));
    IPEP_TRY(follows(book, order, by));
    const auto refused = [&](const char* what) {
        return refuse(code::requisition_refused, {{"order", id.text}, {"what", what}});
    };
    IPEP_TRY(in_writing("document", document));
    if (is_final(suspension_of(order.suspended).ground))
        return refused("the ground of its suspension is one that no requisition overrides");
    if (!book.find(ordered.groupement)->oppositions.empty()) return refused("an opposition stands");
    return one_act(by, OrderRequisitioned{id, ordered.groupement, document});
}

Drafts cancel_order(const Book& book, const OrderId& id, const std::string& reason, const Acting& by) {
    const auto& order = *IPEP_TRY(known_order(book, id));
    IPEP_TRY(authorize(book.common(), by.person, Right::order, order.ordered.cpam));
    IPEP_TRY(may_take<OrderCancelled>(order));
    IPEP_TRY(follows(book, order, by));
    IPEP_TRY(in_writing("reason", reason));
    return one_act(by, OrderCancelled{id, order.ordered.groupement, order.ordered.parts, reason});
}

}  // namespace ipep
