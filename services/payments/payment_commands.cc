#include "services/payments/payment_commands.h"

#include "events/encoding.h"
#include "ledger/about.h"
#include "ledger/code.h"
#include "services/payments/voucher.h"

namespace ipep {

std::vector<OrderId> waiting_for_visa(Views& views, const CpamId& cpam) {
    auto ids = views.orders().of_cpam(cpam, OrderState::ordered);
    for (OrderId& id : views.orders().of_cpam(cpam, OrderState::suspended))
        if (!views.book().find(id)->requisitioned.empty()) ids.push_back(std::move(id));
    std::ranges::sort(ids);
    return ids;
}

Verdict<> PaymentCommands::record(Drafts acts) {
    if (!acts) return std::unexpected(std::move(acts.error()));
    return ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        for (Draft& act : *acts) keep(std::move(act));
        return {};
    });
}

// What confirms the fact of the key: a payee, a payment taken over, or a role.
Drafts PaymentCommands::confirmation_of(const FactKey& key) {
    const auto waits = [&](const PendingGrant& one) { return one.key == key; };
    if (std::ranges::any_of(book().common().pendingGrants, waits)) return confirm_role(book(), key, by_);
    GroupementId groupement;
    if (const auto position = ledger_.store().position_of(key)) {
        const Body body = ledger_.event(*position, false).body;
        groupement = about(body).groupement.value_or(GroupementId{});
        if (brought<PaymentTakenOver>(body)) return confirm_take_over(book(), groupement, key, by_);
    }
    return confirm_payee(book(), groupement, key, by_);
}

Verdict<> PaymentCommands::confirm(const FactKey& key) { return record(confirmation_of(key)); }

Verdict<> PaymentCommands::confirm_with(const FactKey& key, const SentDocument& document, const Reader& reader) {
    auto acts = IPEP_TRY(confirmation_of(key));
    const bool is_of_payee = std::holds_alternative<PayeeConfirmed>(acts.front().body);
    acts.front().source = source_of(document, is_of_payee ? std::optional(Source{"RIB", {}}) : std::nullopt);
    IPEP_TRY(record(std::move(acts)));
    if (!is_of_payee) return {};  // it names a person whose values nobody could ask to be erased
    return keep_voucher(ledger_, ledger_.book().head(), document.bytes, reader);
}

Verdict<std::vector<PayeeDoubtFound>> PaymentCommands::doubts(const FactKey& key) {
    const auto position = ledger_.store().position_of(key);
    const auto groupement = position ? about(ledger_.event(*position, false).body).groupement : std::nullopt;
    const GroupState* page = groupement ? book().find(*groupement) : nullptr;
    if (!page) return refuse(code::payee_not_pending, {{"key", key.text}});
    IPEP_TRY(authorize(book().common(), by_.person, Right::read_payees, page->admission.value.cpam));
    const auto pending = std::ranges::find(page->pendingPayees, key, &PendingPayee::key);
    if (pending == page->pendingPayees.end()) return refuse(code::payee_not_pending, {{"key", key.text}});
    return doubts_about(ledger_, *groupement, *pending);
}

Verdict<std::int64_t> PaymentCommands::validate(ResultYear year) {
    IPEP_TRY(record(validate_settlement(book(), year, by_)));
    return book().common().settled.at(year).validated;
}

Verdict<std::int64_t> PaymentCommands::refuse_validation(ResultYear year, const std::string& reason) {
    IPEP_TRY(record(refuse_settlement(book(), year, reason, by_)));
    return book().common().settled.at(year).refused;
}

Verdict<> PaymentCommands::explain(const BankLineExplained& said) { return record(explain_line(book(), said, by_)); }
Verdict<> PaymentCommands::confirm_line(const CpamId& cpam, Position line) {
    return record(ipep::confirm_line(book(), cpam, line, by_));
}

Verdict<std::vector<OrderId>> PaymentCommands::order(const OrderPayments& command) {
    const World& world = ledger_.world();
    Drafts orders = order_payments(
        book(), command, by_,
        [&](std::string document, Position position) {
            return voucher_in(std::move(document), ledger_.event(position, false));
        },
        [&](const OrderId& id) { return 'P' + ulid(world.now(), world.random_bytes("order/" + id.text)); });
    std::vector<OrderId> ids;
    if (orders)
        for (const Draft& draft : *orders) ids.push_back(std::get<PaymentOrdered>(draft.body).order);
    IPEP_TRY(record(std::move(orders)));
    return ids;
}

Verdict<> PaymentCommands::approve(const std::vector<OrderId>& orders) {
    Evidence evidence(ledger_);
    return record(approve_orders(book(), orders, by_, [&](const Order& order) { return evidence.of(order); }));
}

Verdict<std::vector<OrderId>> PaymentCommands::waiting(const CpamId& cpam) {
    if (!book().find(cpam)) return refuse(code::unknown_cpam, {{"cpam", cpam.text}});
    return waiting_for_visa(ledger_.views(), cpam);
}

std::vector<Examined> PaymentCommands::examine(const std::vector<OrderId>& orders) {
    Evidence evidence(ledger_);
    return examine_orders(book(), orders, by_, [&](const Order& order) { return evidence.of(order); });
}

Verdict<ApprovedPassing> PaymentCommands::approve_passing(const std::vector<OrderId>& orders) {
    ApprovedPassing result;
    std::vector<Draft> acts;
    for (Examined& one : examine(orders)) {
        if (one.refused) {
            result.left.push_back(std::move(one));
            continue;
        }
        result.amount += book().find(one.order)->ordered.amount;
        result.approved.push_back(one.order);
        acts.push_back(approval_of(book(), std::move(one), by_));
    }
    IPEP_TRY(record(std::move(acts)));
    return result;
}

std::vector<std::vector<VisaCheck>> PaymentCommands::would_fail(const std::vector<Draft>& orders) {
    Evidence evidence(ledger_);
    std::vector<std::vector<VisaCheck>> failing;
    Money before;
    for (const Draft& draft : orders) {
        Order order;
        order.ordered = std::get<PaymentOrdered>(draft.body);
        order.ordered.endToEndId = order.ordered.order.text;  // it is given its own once it is made
        auto& checks = failing.emplace_back(checks_ahead(book(), order.ordered, by_, evidence.of(order), before));
        std::erase_if(checks, [](const VisaCheck& one) { return one.result == CheckResult::passed; });
        if (checks.empty()) before += order.ordered.amount;
    }
    return failing;
}

Verdict<> PaymentCommands::suspend(const OrderId& order, const std::string& ground) {
    return record(suspend_order(book(), order, ground, by_));
}
Verdict<> PaymentCommands::requisition(const OrderId& order, const std::string& document) {
    return record(requisition_order(book(), order, document, by_));
}
Verdict<> PaymentCommands::cancel(const OrderId& order, const std::string& reason) {
    return record(cancel_order(book(), order, reason, by_));
}
Verdict<> PaymentCommands::close_month(const CpamId& cpam, Day month) {
    return record(ipep::close_month(book(), cpam, month, by_));
}

Verdict<std::vector<VisaCheck>> PaymentCommands::checks(const OrderId& order) {
    const Order* found = book().find(order);
    if (!found) return refuse(code::unknown_order, {{"order", order.text}});
    return visa_checks(book(), *found, by_, Evidence(ledger_).of(*found));
}

}  // namespace ipep
