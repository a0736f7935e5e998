#include "services/books/closing_checklist.h"

#include <algorithm>

#include "ledger/calendar.h"
#include "ledger/payment.h"
#include "services/words/language.h"

namespace ipep {
namespace {

class Checklist {
public:
    Checklist(Views& views, const CpamId& cpam, Day month, Day today)
        : views_(views),
          book_(views.book()),
          cpam_(cpam),
          page_(*views.book().find(cpam)),
          until_(*period_of(month, Span::month).until),
          today_(today) {
        found_.cpam = cpam;
        found_.month = month;
    }

    ClosingChecklist find() {
        const auto open = oldest_open_month(page_);
        found_.is_closed = page_.open && found_.month < *page_.open;
        if (found_.is_closed) return std::move(found_);
        add({ClosingPoint::monthRuns, until_ > today_ ? 1 : 0, {}, {}, true});
        add({ClosingPoint::monthsBefore, open ? months_between(*open, found_.month) : 0, {}, open, true});
        add({ClosingPoint::fileUnwritten, page_.unwritten ? 1 : 0, {}, {}, false});
        add_lines();
        add_told();
        add_orders();
        add_groups();
        add_years();
        return std::move(found_);
    }

private:
    static std::int64_t months_between(Day from, Day to) {
        std::int64_t count = 0;
        for (; from < to; from = *period_of(from, Span::month).until) ++count;
        return count;
    }
    static ClosingItem of(ClosingPoint point) { return {point, 0, {}, {}, false}; }
    void add(ClosingItem item) {
        if (item.count == 0) item.since.reset();
        found_.items.push_back(item);
    }
    static void count(ClosingItem& item, Day on, Money amount = {}) {
        ++item.count;
        item.amount += amount;
        item.since = std::min(item.since.value_or(on), on);
    }

    void add_lines() {
        ClosingItem item = of(ClosingPoint::linesUnmatched);
        for (const OpenLine* open : waiting_lines(book_, page_)) {
            const BankLineUnmatched& line = open->line;
            const auto on = parse_day(line.bookedOn.value_or(""));
            if (on && *on >= until_) continue;
            ++item.count;
            item.amount += line.amount;
            if (on) item.since = std::min(item.since.value_or(*on), *on);
        }
        add(item);
    }
    void add_told() {
        ClosingItem item = of(ClosingPoint::wordsTold);
        for (const OrderId& id : views_.orders().told_of(cpam_))
            if (const Order& order = *book_.find(id); !order.told.empty()) count(item, order.lastOn);
        add(item);
    }
    void add_orders() {
        using enum OrderState;
        add_orders(ClosingPoint::ordersToVisa, {ordered});
        add_orders(ClosingPoint::ordersSuspended, {suspended});
        add_orders(ClosingPoint::ordersToIssue, {approved});
        add_orders(ClosingPoint::ordersAtBank, {issued, accepted});
        ClosingItem unseen = of(ClosingPoint::paymentsUnseen);
        for (const OrderId& id : views_.orders().of_cpam(cpam_, paid)) {
            const Order& order = *book_.find(id);
            if (!order.booked && order.lastOn < until_) count(unseen, order.lastOn, order.ordered.amount);
        }
        add(unseen);
    }
    void add_orders(ClosingPoint point, std::initializer_list<OrderState> states) {
        ClosingItem item = of(point);
        for (const OrderState state : states)
            for (const OrderId& id : views_.orders().of_cpam(cpam_, state))
                if (const Order& order = *book_.find(id); order.lastOn < until_)
                    count(item, order.lastOn, order.ordered.amount);
        add(item);
    }
    void add_groups() {
        ClosingItem payees = of(ClosingPoint::payeesPending), taken = of(ClosingPoint::takeOversPending);
        for (const GroupementId& id : page_.groupements) {
            const GroupState& group = *book_.find(id);
            for (const PendingPayee& one : group.pendingPayees) count(payees, one.on);
            for (const TakenOver& one : group.takenOver)
                if (one.waits()) count(taken, one.noted.on, one.noted.value.amount);
        }
        add(payees);
        add(taken);
    }
    void add_years() {
        ClosingItem years = of(ClosingPoint::settlementsUnvalidated);
        for (const auto& [year, one] : book_.common().settled)
            if (book_.common().roles_in_force() && one.validated != one.revision && one.on < until_)
                count(years, one.on);
        add(years);
        ClosingItem accruals = of(ClosingPoint::accrualsMissing);
        const ResultYear year = year_of(found_.month);
        const bool ends_year = year_of(until_) != year;
        for (const GroupementId& id : page_.groupements) {
            const GroupState& group = *book_.find(id);
            if (ends_year && book_.has_result_year(group, year) && !group.settled.contains(year) &&
                !group.accruals.contains(year))
                ++accruals.count;
        }
        add(accruals);
    }

    Views& views_;
    const Book& book_;
    const CpamId& cpam_;
    const CpamState& page_;
    const Day until_, today_;
    ClosingChecklist found_;
};

}  // namespace

bool ClosingChecklist::may_close() const {
    return !is_closed && std::ranges::none_of(items, [](const ClosingItem& one) { return one.binds && one.count > 0; });
}

std::string words_of(ClosingPoint point) {
    switch (point) {
        case ClosingPoint::monthRuns: return tr("The month is not over");
        case ClosingPoint::monthsBefore: return tr("Months before it still open");
        case ClosingPoint::fileUnwritten: return tr("A file for the bank begun and not finished");
        case ClosingPoint::linesUnmatched: return tr("Lines of the bank left unmatched");
        case ClosingPoint::wordsTold: return tr("Words of the bank to be looked at");
        case ClosingPoint::ordersToVisa: return tr("Orders waiting for the DCF's visa");
        case ClosingPoint::ordersSuspended: return tr("Orders suspended by the DCF");
        case ClosingPoint::ordersToIssue: return tr("Orders approved and in no file yet");
        case ClosingPoint::ordersAtBank: return tr("Orders at the bank, not known to be paid");
        case ClosingPoint::paymentsUnseen: return tr("Payments on no account statement so far");
        case ClosingPoint::payeesPending: return tr("Changes of payee waiting for a second person");
        case ClosingPoint::takeOversPending: return tr("Payments made before the ledger, waiting for a second person");
        case ClosingPoint::settlementsUnvalidated: return tr("Settlements not validated");
        case ClosingPoint::accrualsMissing: break;
    }
    return tr("Groupements of the year neither settled nor accrued");
}

ClosingChecklist closing_checklist(Views& views, const CpamId& cpam, std::optional<Day> month, Day today) {
    const Day asked = month.value_or(oldest_open_month(*views.book().find(cpam)).value_or(today));
    return Checklist(views, cpam, *period_of(asked, Span::month).from, today).find();
}

}  // namespace ipep
