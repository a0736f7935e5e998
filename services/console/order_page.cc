// Order: one order with what it pays, its vouchers and its checks; what a person may do about it, one act at a time.
#include "events/describe.h"
#include "ledger/code.h"
#include "ledger/reference.h"
#include "ledger/suspension.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/payments/evidence.h"
#include "services/payments/payment_commands.h"
#include "services/payments/voucher.h"
#include "services/words/bank_reasons.h"
#include "services/words/reference_words.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

void add_parts(const Visit& visit, const PaymentOrdered& what, Data& data) {
    std::vector<Data> rows;
    for (const OrderPart& part : what.parts) {
        const bool computed = !names(part.of, Reference::Kind::overpayment);
        Data& row = rows.emplace_back();
        row.set("of", part.amount < Money() ? tr("overpayment set off") : "");
        row.set("reference", spoken_reference(part.of)).set("href", computed ? visit.trail_link(part.of) : "");
        row.set("year", to_text(part.paymentYear)).set("amount", with_currency(part.amount));
    }
    data.set("parts", std::move(rows));
}

Data voucher_row(const Visit& visit, const Voucher& voucher) {
    const std::string position = std::to_string(voucher.position);
    Data row;
    row.set("document", titled(voucher.document)).set("reference", spoken_voucher(voucher.reference));
    row.set("sha256", voucher.sha256.value_or("")).set("position", position);
    row.set("href", visit.link("/events/" + position));
    row.set("voucher_href", voucher.sha256 ? voucher_path(visit, voucher.position) : "");
    return row;
}

void add_vouchers(const Visit& visit, const PaymentOrdered& what, Data& data) {
    std::vector<Data> rows;
    for (const Voucher& voucher : what.vouchers) {
        rows.push_back(voucher_row(visit, voucher));
        if (voucher.document != "payee") continue;
        if (const auto confirmed = confirmation_voucher(visit.ledger, what))
            rows.push_back(voucher_row(visit, *confirmed));
    }
    data.set("vouchers", std::move(rows));
}

// The checks as they come out now; whether an approval would pass them.
bool add_checks(const Visit& visit, const Order& order, Data& data) {
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const auto checks = desk.checks(order.ordered.order);
    if (!checks) return false;
    std::vector<Data> rows;
    bool pass = true;
    for (const VisaCheck& one : *checks) {
        pass = pass && one.result != CheckResult::failed;
        Data& row = rows.emplace_back();
        row.set("check", titled(std::string(enum_name(one.check)))).set("found", spoken_found(one.found));
        row.set("result", word(one.result)).set("good", one.result == CheckResult::passed);
        row.set("bad", one.result == CheckResult::failed);
    }
    data.set("checks", std::move(rows)).set("checked", true);
    return pass;
}

// Where the order stands among those that wait for a visa.
void add_place(const Visit& visit, const Order& order, Data& data) {
    const auto waiting = visit.views.orders().of_cpam(order.ordered.cpam, OrderState::ordered);
    const auto at = std::ranges::find(waiting, order.ordered.order);
    if (at == waiting.end()) return;
    Data place;
    place.set("at", shown_count(at - waiting.begin() + 1));
    place.set("of", shown_count(static_cast<std::int64_t>(waiting.size())));
    place.set("before", at == waiting.begin() ? "" : visit.link(order_path(at[-1])));
    place.set("after", at + 1 == waiting.end() ? "" : visit.link(order_path(at[1])));
    place.set("table", visit.link(payments_path(order.ordered.cpam, "/visa")));
    data.set("place", std::move(place));
}

// What the DCF chooses from; those that no requisition overrides say so.
void add_grounds(Data& data) {
    std::vector<Data> rows;
    each_ground([&](SuspensionGround ground, const std::string& name) {
        rows.emplace_back().set("name", name).set("said", titled(name)).set("final", is_final(ground));
    });
    data.set("grounds", std::move(rows));
}

void add_acts(const Visit& visit, const Order& order, Data& data) {
    const CpamId& cpam = order.ordered.cpam;
    const bool orders = visit.rights.has(Right::order, cpam), pays = visit.rights.has(Right::pay, cpam);
    const bool is_new = order.state == OrderState::ordered, is_suspended = order.state == OrderState::suspended;
    const bool waits = is_new || is_suspended;
    const bool passes = visit.at_head() && pays && waits && add_checks(visit, order, data);
    if (!visit.at_head()) return;
    data.set("approves", passes).set("suspends", pays && is_new);
    const bool is_own = order.orderedBy == visit.request.person;
    data.set("own", pays && waits && is_own).set("fails", pays && waits && !passes && !is_own);
    const bool is_final_ground = is_final(suspension_of(order.suspended).ground);
    data.set("requisitions", orders && is_suspended && order.requisitioned.empty() && !is_final_ground);
    data.set("never_required", is_suspended && is_final_ground);
    if (pays && is_new) add_grounds(data);
    const bool is_doubtful = visit.book().find(order.ordered.groupement)->doubtful.contains(order.ordered.order);
    const bool is_open = order.state == OrderState::issued || order.state == OrderState::accepted;
    data.set("resolves", (orders || pays) && (is_open || is_doubtful || !order.told.empty()));
    data.set("may_be_seen", !order.told.empty() && !is_doubtful);
    data.set("may_be_rejected", is_open || is_doubtful).set("may_be_paid", is_open || is_doubtful);
    data.set("may_be_returned", is_open || is_doubtful || order.state == OrderState::paid);
    data.set("cancels", orders && (waits || order.state == OrderState::approved));
}

void add_history(const Visit& visit, const Order& order, Data& data) {
    const PaymentOrdered& what = order.ordered;
    data.set("ordered_by", order.orderedBy.text).set("approved_by", order.approvedBy.text);
    data.set("suspended", order.suspended.empty() ? "" : spoken_ground(order.suspended))
        .set("requisitioned", order.requisitioned)
        .set("message", order.message);
    data.set("reason", reason_of(order))
        .set("told", spoken_reason(order.told))
        .set("resolution", order.resolution)
        .set("resolved_by", order.resolvedBy.text);
    data.set("letter_href", letter_path(visit, order));
    const std::string position = std::to_string(order.position);
    data.set("position", position).set("event_href", visit.link("/events/" + position));
    data.set("acts_href", visit.link("/events?order=" + percent_encoded(what.order.text)));
    std::vector<Data> replaced;
    for (const OrderId& one : what.replaces)
        replaced.emplace_back().set("order", one.text).set("href", visit.link(order_path(one)));
    data.set("replaces", std::move(replaced));
    if (const OrderRow* row = visit.views.orders().row(what.order)) data.set("bank", row->bank);
}

// The next order that waits, or the CPAM's list.
std::string after_visa(const Visit& visit, const CpamId& cpam) {
    const auto waiting = visit.ledger.views().orders().of_cpam(cpam, OrderState::ordered);
    return waiting.empty() ? payments_path(cpam) : order_path(waiting.front());
}

}  // namespace

ConsolePage order(const Visit& visit, const OrderId& id, const std::string& warning) {
    const Order* found = visit.book().find(id);
    if (!found) return visit.refused(Section::payments, {code::unknown_order, {{"order", id.text}}});
    const PaymentOrdered& what = found->ordered;
    if (const auto allowed = visit.rights.check(Right::read_amounts, what.cpam); !allowed)
        return visit.refused(Section::payments, allowed.error());
    const bool names = visit.rights.has(Right::read_payees, what.cpam);
    const Payee payee = names ? payee_of(visit.ledger, what.payeeAt) : Payee{};
    Data data;
    data.set("order", id.text).set("cpam", visit.cpam_name(what.cpam)).set("warning", warning);
    data.set("cpam_href", visit.link(payments_path(what.cpam)));
    data.set("amount", euros(what.amount)).set("ground", word(what.ground)).set("since", shown(found->lastOn));
    data.set("group", what.groupement.text).set("group_href", visit.group_link(what.groupement));
    data.set("payee", payee.name.value.value_or("—")).set("end_to_end", what.endToEndId);
    data.set("account", payee.iban.value ? masked(*payee.iban.value) : "—");
    data.set("seen", std::string(enum_name(found->state)));
    put_state(found->state, data);
    add_parts(visit, what, data);
    add_vouchers(visit, what, data);
    add_history(visit, *found, data);
    add_acts(visit, *found, data);
    if (visit.at_head() && visit.rights.has(Right::pay, what.cpam)) add_place(visit, *found, data);
    const std::string title = fill(tr("Order {order}"), {{"order", id.text}});
    return visit.page(Section::payments, title, "order", std::move(data), warning.empty() ? 200 : 409);
}

ConsolePage act_on_order(const Visit& visit, const OrderId& id, const std::string& act) {
    const Order* found = visit.book().find(id);
    if (!found) return visit.refused(Section::payments, {code::unknown_order, {{"order", id.text}}});
    // Who sends the visa twice is told that it stands.
    if (act == "approval" && found->state == OrderState::approved && found->approvedBy == visit.request.person)
        return visit.moved(order_path(id), "visa_stands");
    // What the person read must be what is decided on.
    if (visit.form("seen") != enum_name(found->state))
        return order(visit, id,
                     tr("Somebody acted on this order since you read it. Read it again; nothing was "
                        "recorded."));
    const CpamId cpam = found->ordered.cpam;
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const auto done = [&]() -> Verdict<> {
        if (act == "approval") return desk.approve({id});
        if (act == "suspension") return desk.suspend(id, suspension_text(visit.form("ground"), visit.form("words")));
        if (act == "requisition") return desk.requisition(id, visit.form("document"));
        if (act == "resolution") {
            Resolution resolution{.became = Became::seen, .document = visit.form("document")};
            boost::describe::enum_from_string(visit.form("as").c_str(), resolution.became);
            return desk.resolve(id, resolution);
        }
        return desk.cancel(id, visit.form("reason"));
    };
    if (const auto verdict = done(); !verdict) return visit.refused(Section::payments, verdict.error());
    if (act == "approval") return visit.moved(after_visa(visit, cpam), "approved");
    return visit.moved(order_path(id), act);
}

}  // namespace ipep
