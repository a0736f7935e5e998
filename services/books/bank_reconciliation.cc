#include "services/books/bank_reconciliation.h"

#include <algorithm>

#include "ledger/decision.h"

namespace ipep {
namespace {

// One line of the bank and what of it refunds explain.
struct Seen {
    OpenLine open;
    Money explained;
};

class Reconciler {
public:
    Reconciler(LedgerService& ledger, Views& views, const Books& books, Day on)
        : ledger_(ledger), book_(views.book()), page_(*book_.find(books.cpam)) {
        found_.cpam = books.cpam;
        found_.on = on;
        for (const OpenLine& one : page_.lines)
            if (one.line.amount != Money() && booked_by(one.line)) seen_.push_back({one, {}});
    }

    void post(const BookEntry& entry) {
        if (entry.on > found_.on) return;
        for (const JournalLine& line : entry.lines) {
            if (line.account != Account::bank) continue;
            found_.books += line.amount;
            if (!is_shown(entry, line.amount))
                found_.in_books.push_back(
                    {entry.number, entry.event, entry.on, entry.kind, entry.groupement, entry.order, line.amount});
        }
    }

    BankReconciliation take() {
        for (Seen& one : seen_) {
            one.open.line.amount -= one.explained;
            if (one.open.line.amount != Money()) found_.at_bank.push_back(std::move(one.open));
        }
        return std::move(found_);
    }

private:
    // Without a day of the bank's it stood there when the file was read.
    bool booked_by(const BankLineUnmatched& line) const {
        const auto day = parse_day(line.bookedOn.value_or(""));
        return !day || *day <= found_.on;
    }

    bool is_shown(const BookEntry& entry, Money amount) {
        const Event event = ledger_.event(entry.event, false);
        if (std::holds_alternative<OrderPaid>(event.body)) {
            const Order& order = *book_.find(entry.order);
            return order.booked && order.bookedOn <= found_.on;
        }
        if (const auto* back = std::get_if<OrderReturned>(&event.body)) return !back->sha256.empty();
        if (const auto* refund = std::get_if<RefundBooked>(&event.body)) return explain(*refund, amount);
        return true;  // charges, which a statement alone tells
    }

    // The line of the bank that the refund names.
    bool explain(const RefundBooked& refund, Money amount) {
        const auto named = std::ranges::find_if(page_.seen, [&](const SeenCredit& one) {
            return one.groupement == refund.groupement && one.refund == refund.reference;
        });
        if (named == page_.seen.end()) return false;
        const auto line =
            std::ranges::find_if(seen_, [&](const Seen& one) { return one.open.position == named->position; });
        if (line == seen_.end()) return false;
        line->explained += amount;
        return true;
    }

    LedgerService& ledger_;
    const Book& book_;
    const CpamState& page_;
    BankReconciliation found_;
    std::vector<Seen> seen_;
};

}  // namespace

Money BankReconciliation::only_in_books() const {
    Money sum;
    for (const PostedAlone& one : in_books) sum += one.amount;
    return sum;
}

Money BankReconciliation::only_at_bank() const {
    Money sum;
    for (const OpenLine& one : at_bank) sum += one.line.amount;
    return sum;
}

std::optional<Money> BankReconciliation::difference() const {
    return told ? std::optional(*told - expected()) : std::nullopt;
}

BankReconciliation reconcile_bank(LedgerService& ledger, Views& views, const Books& books, Day on,
                                  std::optional<Money> told) {
    Reconciler reconciler(ledger, views, books, on);
    for (const BookEntry& entry : books.entries) reconciler.post(entry);
    BankReconciliation found = reconciler.take();
    found.told = told;
    return found;
}

}  // namespace ipep
