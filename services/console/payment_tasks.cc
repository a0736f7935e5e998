#include "services/console/payment_tasks.h"

#include <map>

#include "ledger/payment.h"
#include "services/payments/evidence.h"
#include "services/words/moment.h"

namespace ipep {
namespace {

constexpr std::int64_t kOneByOne = 10;   // orders: more are looked at in a table first
constexpr std::int32_t kSilentDays = 7;  // after which a bank that says nothing is asked

std::int64_t month_number(Day day) { return year_of(day) * 12 + std::stoi(to_text(day).substr(5, 2)); }

class Tasks {
public:
    Tasks(const Visit& visit, const CpamId& cpam)
        : visit_(visit), cpam_(cpam), book_(visit.book()), page_(*book_.find(cpam)) {}

    std::vector<TaskWaiting> find() {
        if (visit_.rights.has(Right::order, cpam_)) {
            add_orderable();
            add_suspended(PaymentTask::requisition, false);
        }
        add_confirmations();
        if (visit_.rights.has(Right::order, cpam_) || visit_.rights.has(Right::pay, cpam_)) {
            add_sent_back(PaymentTask::rejected, OrderState::rejected);
            add_sent_back(PaymentTask::returned, OrderState::returned);
            add_explained();
        }
        if (visit_.rights.has(Right::pay, cpam_)) {
            add_orders(PaymentTask::visa, OrderState::ordered);
            add_suspended(PaymentTask::required, true);
            add_orders(PaymentTask::issue, OrderState::approved);
            add_silent();
            add_told();
            add_unmatched();
            add_month();
        }
        return std::move(found_);
    }

private:
    void add(PaymentTask task, std::int64_t count, Total amount = {}) {
        if (count > 0) found_.push_back({task, cpam_, count, amount});
    }
    void add_orderable() {
        const Day today = visit_.ledger.world().today();
        std::int64_t count = 0;
        Total sum;
        for (const GroupementId& id : page_.groupements)
            if (const Money amount = orderable(book_.common(), id, *book_.find(id), today); amount > Money())
                ++count, sum += amount;
        add(PaymentTask::order, count, sum);
    }
    void add_orders(PaymentTask task, OrderState state) {
        add_orders(task, visit_.views.orders().of_cpam(cpam_, state));
    }
    void add_orders(PaymentTask task, const std::vector<OrderId>& ids) {
        Total sum;
        std::optional<Day> since;
        for (const OrderId& id : ids) {
            const Order& order = *book_.find(id);
            sum += order.ordered.amount;
            since = std::min(since.value_or(order.lastOn), order.lastOn);
        }
        add(task, static_cast<std::int64_t>(ids.size()), sum);
        if (!ids.empty()) found_.back().since = since;
    }
    // What the director required in writing is the DCF's again.
    void add_suspended(PaymentTask task, bool required) {
        auto ids = visit_.views.orders().of_cpam(cpam_, OrderState::suspended);
        std::erase_if(ids, [&](const OrderId& id) { return book_.find(id)->requisitioned.empty() == required; });
        add_orders(task, ids);
    }
    // What the bank did not pay, until another order names it.
    void add_sent_back(PaymentTask task, OrderState state) {
        std::int64_t count = 0;
        Total sum;
        for (const GroupementId& id : page_.groupements)
            for (const FreedOrder& freed : book_.find(id)->freed)
                if (const Order& order = *book_.find(freed.order); order.state == state)
                    ++count, sum += order.ordered.amount;
        add(task, count, sum);
    }
    void add_silent() {
        const Day since{visit_.ledger.world().today().since_1970 - kSilentDays};
        std::int64_t count = 0;
        Total sum;
        for (const OrderState state : {OrderState::issued, OrderState::accepted})
            for (const OrderId& id : visit_.views.orders().of_cpam(cpam_, state))
                if (const Order& order = *book_.find(id); order.lastOn < since) ++count, sum += order.ordered.amount;
        add(PaymentTask::silent, count, sum);
    }
    // What waits for another person than the one who recorded it.
    void add_confirmations() {
        if (!may_confirm(visit_, cpam_)) return;
        std::int64_t payees = 0, payments = 0;
        Total sum;
        for (const GroupementId& id : page_.groupements) {
            const GroupState& group = *book_.find(id);
            for (const PendingPayee& pending : group.pendingPayees)
                if (pending.by != visit_.request.person) ++payees;
            for (const TakenOver& one : group.takenOver)
                if (one.waits() && one.noted.by != visit_.request.person) ++payments, sum += one.noted.value.amount;
        }
        add(PaymentTask::confirm, payees);
        add(PaymentTask::takeOver, payments, sum);
    }
    void add_told() {
        const auto ids = visit_.views.orders().told_of(cpam_);
        const auto waits = [&](const OrderId& id) { return !book_.find(id)->told.empty(); };
        add(PaymentTask::told, std::ranges::count_if(ids, waits));
    }
    void add_unmatched() {
        Total sum;
        std::int64_t count = 0;
        for (const OpenLine* line : waiting_lines(book_, page_))
            if (line->saidAt == 0) ++count, sum += line->line.amount;
        add(PaymentTask::match, count, sum);
    }
    // What another person said of lines of the bank.
    void add_explained() {
        Total sum;
        std::int64_t count = 0;
        for (const OpenLine* line : waiting_lines(book_, page_))
            if (line->saidAt > 0 && line->saidBy != visit_.request.person) ++count, sum += line->line.amount;
        add(PaymentTask::confirmLine, count, sum);
    }
    // Those that are over: each is closed before the next.
    void add_month() {
        const auto month = oldest_open_month(page_);
        if (!month) return;
        const std::int64_t count = month_number(visit_.ledger.world().today()) - month_number(*month);
        add(PaymentTask::close, count);
        if (count > 0) found_.back().since = month;
    }

    const Visit& visit_;
    const CpamId& cpam_;
    const Book& book_;
    const CpamState& page_;
    std::vector<TaskWaiting> found_;
};

std::string what_waits(PaymentTask task) {
    switch (task) {
        case PaymentTask::order: return tr("Groupements to be ordered for: {count}");
        case PaymentTask::requisition: return tr("Orders suspended: {count}");
        case PaymentTask::confirm: return tr("Changes of payee to be confirmed: {count}");
        case PaymentTask::takeOver: return tr("Payments made before the ledger, to be confirmed: {count}");
        case PaymentTask::visa: return tr("Orders to be checked: {count}");
        case PaymentTask::required: return tr("Orders required by the director, to be checked: {count}");
        case PaymentTask::issue: return tr("Orders to be issued: {count}");
        case PaymentTask::rejected: return tr("Orders the bank rejected, not ordered again: {count}");
        case PaymentTask::returned: return tr("Transfers that came back, not ordered again: {count}");
        case PaymentTask::silent: return tr("Transfers of which the bank has said nothing for a week: {count}");
        case PaymentTask::told: return tr("Words of the bank to be looked at: {count}");
        case PaymentTask::match: return tr("Lines of the bank left unmatched: {count}");
        case PaymentTask::confirmLine: return tr("Lines of the bank explained, to be confirmed: {count}");
        case PaymentTask::close: break;
    }
    return tr("Months to be closed: {count}");
}

std::string where_it_is_done(const Visit& visit, const TaskWaiting& one) {
    switch (one.task) {
        case PaymentTask::order: return payments_path(one.cpam, "/ordering");
        case PaymentTask::requisition: return payments_path(one.cpam, "?state=suspended");
        case PaymentTask::confirm: return payments_path(one.cpam, "#payees");
        case PaymentTask::takeOver: return payments_path(one.cpam, "#taken-over");
        case PaymentTask::visa:
            if (one.count > kOneByOne) return payments_path(one.cpam, "/visa");
            return order_path(visit.views.orders().of_cpam(one.cpam, OrderState::ordered).front());
        case PaymentTask::required: return payments_path(one.cpam, "?state=suspended");
        case PaymentTask::issue: return payments_path(one.cpam, "/issuing");
        case PaymentTask::rejected: return payments_path(one.cpam, "?state=rejected");
        case PaymentTask::returned: return payments_path(one.cpam, "?state=returned");
        case PaymentTask::silent: return payments_path(one.cpam, "/reconciliation");
        case PaymentTask::told: return payments_path(one.cpam, "/reconciliation#told");
        case PaymentTask::match:
        case PaymentTask::confirmLine: return payments_path(one.cpam, "/reconciliation#unmatched");
        case PaymentTask::close: break;
    }
    return payments_path(one.cpam, "#months");
}

}  // namespace

std::vector<TaskWaiting> payment_tasks(const Visit& visit, const CpamId& cpam) { return Tasks(visit, cpam).find(); }

std::vector<Data> task_cards(const Visit& visit, const std::vector<TaskWaiting>& tasks) {
    std::map<PaymentTask, std::vector<TaskWaiting>> by_task;
    for (const TaskWaiting& one : tasks) by_task[one.task].push_back(one);
    std::vector<Data> cards;
    for (const auto& [task, all] : by_task) {
        TaskWaiting sum = all.front();
        for (std::size_t at = 1; at < all.size(); ++at) {
            sum.count += all[at].count, sum.amount += all[at].amount;
            if (all[at].since) sum.since = std::min(sum.since.value_or(*all[at].since), *all[at].since);
        }
        // The months of several CPAM are not added up: each closes its own.
        if (task == PaymentTask::close && all.size() > 1) sum.count = static_cast<std::int64_t>(all.size());
        const bool several = all.size() > 1;
        std::string why = several ? fill(tr("in {count} CPAM"), {{"count", std::to_string(all.size())}})
                                  : "CPAM " + visit.cpam_name(sum.cpam);
        if (sum.amount != Total()) why = with_currency(sum.amount) + " · " + why;
        const std::string since = !sum.since                   ? ""
                                  : task == PaymentTask::close ? shown_month(*sum.since)
                                                               : shown(*sum.since);
        if (!since.empty()) why += " · " + fill(tr("since {day}"), {{"day", since}});
        const bool of_cpams = task == PaymentTask::close && several;
        const std::string what = of_cpams ? tr("CPAM whose months are to be closed: {count}") : what_waits(task);
        Data& card = cards.emplace_back();
        card.set("what", fill(what, {{"count", shown_count(sum.count)}})).set("why", why);
        card.set("href", visit.link(several ? "/payments" : where_it_is_done(visit, sum)));
    }
    return cards;
}

bool may_confirm(const Visit& visit, const CpamId& cpam) {
    return visit.rights.has(Right::record_agreements, cpam) || visit.rights.has(Right::pay, cpam);
}

std::vector<CpamId> cpams_read(const Visit& visit) {
    std::vector<CpamId> all = visit.book().cpams();
    std::erase_if(all, [&](const CpamId& cpam) { return !visit.rights.has(Right::read_amounts, cpam); });
    return all;
}

std::string payments_path(const CpamId& cpam, const std::string& behind) { return "/payments/" + cpam.text + behind; }
std::string debtor_path(const Visit& visit, const CpamId& cpam) {
    return visit.options.debtors + '/' + cpam.text + ".toml";
}
std::string order_path(const OrderId& order) { return "/orders/" + order.text; }
std::string line_path(const CpamId& cpam, Position line) {
    return payments_path(cpam, "/line?at=" + std::to_string(line));
}

std::string letter_path(const Visit& visit, const Order& order) {
    if (!visit.rights.has(Right::read_payees, order.ordered.cpam)) return {};
    const bool went =
        order.state == OrderState::issued || order.state == OrderState::accepted || order.state == OrderState::paid;
    return went ? "/api/v1/orders/" + order.ordered.order.text + "/letter" : "";
}

std::string payee_name(const Visit& visit, Position payee_at) {
    return payee_of(visit.ledger, payee_at).name.value.value_or("—");
}

}  // namespace ipep
