// Payments: the CPAM at a glance, and one CPAM: what waits, its orders, its files, its payees, its months.
#include "events/describe.h"
#include "ledger/calendar.h"
#include "ledger/payment.h"
#include "services/bank/debtor.h"
#include "services/console/fact_document.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/payments/evidence.h"
#include "services/payments/payment_commands.h"
#include "services/words/bank_reasons.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr std::size_t kPaymentsShown = 200;

std::int64_t count_of(const Visit& visit, const CpamId& cpam, OrderState state) {
    return static_cast<std::int64_t>(visit.views.orders().of_cpam(cpam, state).size());
}

std::string count_cell(std::int64_t count) { return count == 0 ? "–" : shown_count(count); }

// The state asked for, if any, and how many orders each has, to choose from.
std::optional<OrderState> add_states(const Visit& visit, const CpamId& cpam, Data& data) {
    std::optional<OrderState> chosen;
    if (OrderState one{}; boost::describe::enum_from_string(visit.query("state").c_str(), one)) chosen = one;
    std::vector<Data> tabs;
    const auto add = [&](const std::string& label, std::int64_t count, const std::string& query, bool current) {
        Data& tab = tabs.emplace_back();
        tab.set("label", label).set("count", shown_count(count)).set("current", current);
        tab.set("href", visit.link(payments_path(cpam, query)));
    };
    add(tr("all"), static_cast<std::int64_t>(visit.views.orders().of_cpam(cpam).size()), "", !chosen);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<OrderState>>([&](auto d) {
        const std::int64_t count = count_of(visit, cpam, d.value);
        if (count > 0 || chosen == d.value)
            add(word(d.value), count, "?state=" + std::string(d.name), chosen == d.value);
    });
    data.set("states", std::move(tabs));
    return chosen;
}

// The latest first; `before` names the order the page before ended with.
void add_orders(const Visit& visit, const CpamId& cpam, Data& data) {
    auto ids = visit.views.orders().of_cpam(cpam, add_states(visit, cpam, data));
    const OrderId before{visit.query("before")};
    if (!before.text.empty()) ids.erase(std::ranges::lower_bound(ids, before), ids.end());
    const std::size_t first = ids.size() > kPaymentsShown ? ids.size() - kPaymentsShown : 0;
    const bool names = visit.rights.has(Right::read_payees, cpam);
    std::vector<Data> rows;
    Total sum;
    for (std::size_t at = ids.size(); at > first; --at) {
        const Order& order = *visit.book().find(ids[at - 1]);
        const PaymentOrdered& what = order.ordered;
        sum += what.amount;
        Data& row = rows.emplace_back();
        row.set("order", what.order.text).set("href", visit.link(order_path(what.order)));
        row.set("group", what.groupement.text).set("group_href", visit.group_link(what.groupement));
        row.set("ground", word(what.ground)).set("amount", euros(what.amount)).set("since", shown(order.lastOn));
        put_state(order.state, row);
        row.set("reason", reason_of(order));
        row.set("payee", names ? payee_name(visit, what.payeeAt) : "—");
    }
    if (first > 0)
        data.set("earlier",
                 visit.link(payments_path(cpam, "?state=" + visit.query("state") + "&before=" + ids[first].text)));
    data.set("count", shown_count(static_cast<std::int64_t>(rows.size()))).set("sum", euros(sum));
    data.set("rows", std::move(rows));
}

// The files its orders went into, the latest first.
void add_files(const Visit& visit, const CpamId& cpam, Data& data) {
    struct File {
        std::int64_t count = 0, open = 0;
        Money amount;
    };
    std::map<std::string, File> files;
    for (const OrderId& id : visit.views.orders().of_cpam(cpam)) {
        const Order& order = *visit.book().find(id);
        if (order.message.empty()) continue;
        File& file = files[order.message];
        ++file.count, file.amount += order.ordered.amount;
        if (order.state == OrderState::issued || order.state == OrderState::accepted) ++file.open;
    }
    const bool names = visit.rights.has(Right::read_payees, cpam);
    std::vector<Data> rows;
    for (const auto& [message, file] : files) {
        Data& row = rows.emplace_back();
        row.set("message", message).set("count", shown_count(file.count)).set("amount", euros(file.amount));
        row.set("href", names ? "/files/" + message : "").set("open", count_cell(file.open));
        row.set("letters_href", names ? "/api/v1/files/" + message + "/letters" : "");
        row.set("sha256", visit.views.orders().file(message)->sha256);
    }
    std::ranges::reverse(rows);
    data.set("files", std::move(rows));
}

// Changes that wait for a second person. The account is shown so that it is known, not so that it can be used.
void add_payees(const Visit& visit, const CpamId& cpam, Data& data) {
    std::vector<Data> rows;
    const bool names = visit.rights.has(Right::read_payees, cpam);
    const bool confirms = may_confirm(visit, cpam);
    const auto paying = read_debtor(debtor_path(visit, cpam));
    const std::string debtor = paying ? paying->iban : "";
    for (const GroupementId& id : visit.book().find(cpam)->groupements)
        for (const PendingPayee& pending : visit.book().find(id)->pendingPayees) {
            const Payee payee = names ? payee_of(visit.ledger, pending.position) : Payee{};
            const std::string position = std::to_string(pending.position);
            Data& row = rows.emplace_back();
            row.set("group", id.text).set("group_href", visit.group_link(id)).set("by", pending.by.text);
            row.set("name", payee.name.value.value_or("—")).set("key", pending.key.text);
            row.set("account", payee.iban.value ? masked(*payee.iban.value) : "—");
            const Payee before = names ? payee_of(visit.ledger, visit.book().find(id)->payeeAt) : Payee{};
            row.set("before", before.iban.value ? masked(*before.iban.value) : "");
            std::vector<std::string> doubts;
            if (names && visit.at_head())
                for (const auto& found : doubts_about(visit.ledger, id, pending, debtor))
                    doubts.push_back(sentence_of(found));
            row.set("doubts", texts(doubts)).set("doubtful", !doubts.empty());
            row.set("position", position).set("event_href", visit.link("/events/" + position));
            row.set("acts", visit.at_head() && confirms && pending.by != visit.request.person);
        }
    data.set("payees", std::move(rows));
}

// Payments made before the ledger that wait for a second person.
void add_taken_over(const Visit& visit, const CpamId& cpam, Data& data) {
    std::vector<Data> rows;
    const bool confirms = may_confirm(visit, cpam);
    for (const GroupementId& id : visit.book().find(cpam)->groupements)
        for (const TakenOver& one : visit.book().find(id)->takenOver) {
            if (!one.waits()) continue;
            const PaymentTakenOver& fact = one.noted.value;
            const std::string position = std::to_string(one.noted.position);
            Data& row = rows.emplace_back();
            row.set("group", id.text).set("group_href", visit.group_link(id)).set("by", one.noted.by.text);
            row.set("amount", euros(fact.amount)).set("ground", word(fact.ground)).set("document", fact.document);
            row.set("payment_year", to_text(fact.paymentYear)).set("key", one.key.text);
            row.set("position", position).set("event_href", visit.link("/events/" + position));
            row.set("acts", visit.at_head() && confirms && one.noted.by != visit.request.person);
        }
    if (!rows.empty()) data.set("taken_over", Data().set("rows", std::move(rows)));
}

// The first days of the months that are over and open, the oldest first.
std::vector<Day> months_to_close(const Visit& visit, const CpamId& cpam) {
    const Day today = visit.ledger.world().today();
    std::vector<Day> months;
    for (auto month = oldest_open_month(*visit.book().find(cpam)); month;) {
        const Day next = *period_of(*month, Span::month).until;
        if (next > today) break;
        months.push_back(*month);
        month = next;
    }
    return months;
}

void add_months(const Visit& visit, const CpamId& cpam, Data& data) {
    const auto oldest = oldest_open_month(*visit.book().find(cpam));
    if (!oldest) return;
    std::vector<Choice> months;
    for (const Day month : months_to_close(visit, cpam))
        months.emplace_back(to_text(month).substr(0, 7), shown_month(month));
    Data one;
    one.set("shown", shown_month(*oldest));
    one.set("acts", !months.empty() && visit.at_head() && visit.rights.has(Right::pay, cpam));
    one.set("months", choices(months, ""));
    data.set("month_open", std::move(one));
}

}  // namespace

void put_state(OrderState state, Data& row) {
    row.set("state", word(state)).set("good", state == OrderState::paid);
    row.set("warn", state == OrderState::ordered || state == OrderState::suspended);
    row.set("bad", state == OrderState::rejected || state == OrderState::returned);
}

std::string reason_of(const Order& order) {
    const bool is_back = order.state == OrderState::rejected || order.state == OrderState::returned;
    return is_back ? spoken_reason(order.reason) : "";
}

ConsolePage payments(const Visit& visit) {
    const auto cpams = cpams_read(visit);
    if (cpams.size() == 1) return visit.moved(visit.link(payments_path(cpams.front())));
    std::vector<Data> rows;
    std::vector<TaskWaiting> tasks;
    for (const CpamId& cpam : cpams) {
        if (visit.at_head()) std::ranges::copy(payment_tasks(visit, cpam), std::back_inserter(tasks));
        Money left;
        for (const GroupementId& id : visit.book().find(cpam)->groupements)
            left += orderable(visit.book().common(), id, *visit.book().find(id), visit.ledger.world().today());
        const auto count = [&](OrderState state) { return count_of(visit, cpam, state); };
        Data& row = rows.emplace_back();
        row.set("cpam", visit.cpam_name(cpam))
            .set("href", visit.link(payments_path(cpam)))
            .set("orderable", euros(left));
        row.set("ordered", count_cell(count(OrderState::ordered)));
        row.set("suspended", count_cell(count(OrderState::suspended)));
        row.set("approved", count_cell(count(OrderState::approved)));
        row.set("at_bank", count_cell(count(OrderState::issued) + count(OrderState::accepted)));
        row.set("paid", count_cell(count(OrderState::paid)));
        row.set("unmatched",
                count_cell(static_cast<std::int64_t>(waiting_lines(visit.book(), *visit.book().find(cpam)).size())));
    }
    Data data;
    data.set("rows", std::move(rows)).set("waiting", task_cards(visit, tasks));
    data.set("bank_href", visit.at_head() && visit.rights.has(Right::pay) ? "/bank-files" : "");
    return visit.page(Section::payments, tr("Payments"), "payments", std::move(data));
}

ConsolePage payments_of(const Visit& visit, const CpamId& cpam) {
    Data data;
    const bool at_head = visit.at_head();
    data.set("named", visit.cpam_name(cpam));
    data.set("cpam", cpam.text).set("all_href", cpams_read(visit).size() > 1 ? visit.link("/payments") : "");
    data.set("waiting", task_cards(visit, at_head ? payment_tasks(visit, cpam) : std::vector<TaskWaiting>()));
    data.set("past_read", !at_head);
    data.set("reconciliation_href", visit.link(payments_path(cpam, "/reconciliation")));
    data.set("bank_href", at_head && visit.rights.has(Right::pay, cpam) ? "/bank-files" : "");
    const bool checks = at_head && visit.rights.has(Right::pay, cpam) && !waiting_for_visa(visit.views, cpam).empty();
    data.set("visa_href", checks ? payments_path(cpam, "/visa") : "");
    add_orders(visit, cpam, data);
    add_files(visit, cpam, data);
    add_payees(visit, cpam, data);
    add_taken_over(visit, cpam, data);
    add_months(visit, cpam, data);
    const std::string title = fill(tr("Payments of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::payments, title, "cpam", std::move(data));
}

ConsolePage confirm_payee(const Visit& visit, const CpamId& cpam) {
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const FactKey key{visit.form("key")};
    const auto done = [&]() -> Verdict<> {
        const auto document = IPEP_TRY(document_in(visit));
        return document ? desk.confirm_with(key, *document, visit.reader) : desk.confirm(key);
    };
    if (const auto verdict = done(); !verdict) return visit.refused(Section::payments, verdict.error());
    return visit.moved(payments_path(cpam), "confirmed");
}

// Every open month up to and with the one chosen, each by its own event.
ConsolePage close_months(const Visit& visit, const CpamId& cpam) {
    const auto until = parse_day(visit.form("until") + "-01");
    if (!until) return visit.not_found();
    auto months = months_to_close(visit, cpam);
    const auto chosen = std::ranges::find(months, *until);
    if (chosen == months.end())
        months = {*until};  // refused, with the reason
    else
        months.erase(chosen + 1, months.end());
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    for (const Day month : months)
        if (const auto done = desk.close_month(cpam, month); !done)
            return visit.refused(Section::payments, done.error());
    return visit.moved(payments_path(cpam), "months_closed");
}

}  // namespace ipep
