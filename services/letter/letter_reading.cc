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

// The file orders went out in, and when each did.
struct Issues {
    FileIssued file;
    std::map<OrderId, std::pair<Day, std::int64_t>> of;  // and the moment it was recorded
};

// The acts that follow the orders in the log.
Issues issues_of(LedgerService& ledger, const std::vector<OrderId>& orders) {
    Position from = ledger.views().position();
    for (const OrderId& id : orders) from = std::min(from, ledger.book().find(id)->position);
    const std::set<OrderId> sought(orders.begin(), orders.end());
    Issues issues;
    for (Position at = from + 1; at <= ledger.views().position() && issues.of.size() < sought.size(); ++at) {
        const Event event = ledger.event(at, false);
        const auto* file = std::get_if<FileIssued>(&event.body);
        if (file && issues.of.empty()) issues.file = *file;
        const auto* issued = std::get_if<OrderIssued>(&event.body);
        if (issued && sought.contains(issued->order))
            issues.of.emplace(issued->order, std::pair(event.on, event.recordedAt));
    }
    return issues;
}

bool is_on_its_way(OrderState state) {
    using enum OrderState;
    return state == issued || state == accepted || state == paid;
}

// Whether there is a letter on the order, for who reads payees.
Verdict<const Order*> told_by_letter(const LedgerService& ledger, const OrderId& id, const Reader& reader) {
    const Order* order = ledger.book().find(id);
    if (!order) return refuse(code::unknown_order, {{"order", id.text}});
    IPEP_TRY(reader.check(Right::read_payees, order->ordered.cpam));
    if (!is_on_its_way(order->state))
        return refuse(code::letter_without_payment,
                      {{"order", id.text}, {"state", std::string(enum_name(order->state))}});
    return order;
}

Verdict<Letter> letter_on(LedgerService& ledger, const Order& order, const Issues& issues) {
    const PaymentOrdered& ordered = order.ordered;
    const Payee payee = payee_of(ledger, ordered.payeeAt);
    if (!payee.name.value || !payee.iban.value) return refuse(code::payee_erased, {{"order", ordered.order.text}});
    const auto told = IPEP_TRY(explain_order(ledger.store(), order));
    const auto issue = issues.of.find(ordered.order);
    if (issue == issues.of.end()) end_as_defect("order " + ordered.order.text + " was issued by no event");

    LetterFacts facts;
    facts.order = ordered;
    facts.file = issues.file;
    std::tie(facts.issued_on, facts.recorded_at) = issue->second;
    facts.payee = *payee.name.value;
    facts.account = masked(*payee.iban.value);
    facts.groupement = described_on(*ledger.book().find(ordered.groupement), order.lastOn).name;
    facts.lines = letter_lines(ordered, *told.root, [&](Position at) { return ledger.event(at, false); });
    facts.trial = ledger.format().trial;
    return letter_of(facts);
}

}  // namespace

Verdict<Letter> letter_on(LedgerService& ledger, const OrderId& id, const Reader& reader) {
    const Order& order = *IPEP_TRY(told_by_letter(ledger, id, reader));
    return letter_on(ledger, order, issues_of(ledger, {id}));
}

Verdict<LettersOfFile> letters_of(LedgerService& ledger, const std::string& message, const Reader& reader) {
    const auto orders = ledger.views().orders().of_file(message);
    if (orders.empty()) return refuse(code::file_unreadable, {{"path", message}, {"what", "no such file was issued"}});
    const Issues issues = issues_of(ledger, orders);
    LettersOfFile found;
    for (const OrderId& id : orders) {
        const auto order = told_by_letter(ledger, id, reader);
        if (!order && order.error().code == code::not_allowed) return std::unexpected(order.error());
        auto letter = order ? letter_on(ledger, **order, issues) : Verdict<Letter>(std::unexpected(order.error()));
        if (letter)
            found.letters.emplace_back(id, std::move(*letter));
        else
            found.without.push_back(std::move(letter.error()));
    }
    return found;
}

}  // namespace ipep
