#include "services/payments/payment_commands.h"

#include "events/encoding.h"
#include "ledger/about.h"
#include "ledger/code.h"
#include "services/payments/voucher.h"

namespace ipep {

Verdict<> PaymentCommands::record(Drafts acts) {
    if (!acts) return std::unexpected(std::move(acts.error()));
    return ledger_.record(by_.person, [&](const LedgerService::Keep& keep) -> Verdict<> {
        for (Draft& act : *acts) keep(std::move(act));
        return {};
    });
}

Verdict<> PaymentCommands::confirm(const FactKey& key) {
    const auto waits = [&](const PendingGrant& one) { return one.key == key; };
    if (std::ranges::any_of(book().common().pendingGrants, waits)) return record(confirm_role(book(), key, by_));
    GroupementId groupement;
    if (const auto position = ledger_.store().position_of(key)) {
        const Body body = ledger_.event(*position, false).body;
        groupement = about(body).groupement.value_or(GroupementId{});
        if (brought<PaymentTakenOver>(body)) return record(confirm_take_over(book(), groupement, key, by_));
    }
    return record(confirm_payee(book(), groupement, key, by_));
}

Verdict<std::int64_t> PaymentCommands::validate(Year year) {
    IPEP_TRY(record(validate_settlement(book(), year, by_)));
    return book().common().settled.at(year).validated;
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
