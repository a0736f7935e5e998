#include "services/letter/letter_reading.h"

#include "events/describe.h"
#include "ledger/check.h"
#include "ledger/description.h"
#include "projections/order_derivation.h"
#include "services/letter/letter_line.h"
#include "services/payments/evidence.h"
#include "services/words/code.h"

namespace ipep {
namespace {

// The file an order went out in, and when: the acts that follow the order in the log.
void read_issue(const LedgerService& ledger, const Order& order, Position head, LetterFacts& facts) {
    for (Position at = order.position + 1; at <= head; ++at) {
        const Event event = ledger.event(at, false);
        if (const auto* file = std::get_if<FileIssued>(&event.body)) facts.file = *file;
        const auto* issued = std::get_if<OrderIssued>(&event.body);
        if (!issued || issued->order != order.ordered.order) continue;
        facts.issued_on = event.on;
        facts.recorded_at = event.recordedAt;
        return;
    }
    end_as_defect("order " + order.ordered.order.text + " was issued by no event up to " + std::to_string(head));
}

bool is_on_its_way(OrderState state) {
    using enum OrderState;
    return state == issued || state == accepted || state == paid;
}

}  // namespace

Verdict<Letter> letter_on(LedgerService& ledger, const OrderId& id, const Reader& reader) {
    const Order* order = ledger.book().find(id);
    if (!order) return refuse(code::unknown_order, {{"order", id.text}});
    const PaymentOrdered& ordered = order->ordered;
    IPEP_TRY(reader.check(Right::read_payees, ordered.cpam));
    if (!is_on_its_way(order->state))
        return refuse(code::letter_without_payment,
                      {{"order", id.text}, {"state", std::string(enum_name(order->state))}});
    const Payee payee = payee_of(ledger, ordered.payeeAt);
    if (!payee.name.value || !payee.iban.value) return refuse(code::payee_erased, {{"order", id.text}});
    const auto told = IPEP_TRY(explain_order(ledger.store(), *order));

    LetterFacts facts;
    facts.order = ordered;
    read_issue(ledger, *order, ledger.views().position(), facts);
    facts.payee = *payee.name.value;
    facts.account = masked(*payee.iban.value);
    facts.groupement = described_on(*ledger.book().find(ordered.groupement), order->lastOn).name;
    facts.lines = letter_lines(ordered, *told.root, [&](Position at) { return ledger.event(at, false); });
    facts.trial = ledger.format().trial;
    return letter_of(facts);
}

}  // namespace ipep
