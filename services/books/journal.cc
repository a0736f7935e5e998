#include "services/books/journal.h"

#include <algorithm>

#include "ledger/check.h"
#include "ledger/calendar.h"

namespace ipep {

struct Posting {
    Journal& journal;
    const Event& event;

    using Lines = std::vector<JournalLine>;

    void post(const GroupementId& id, Day on, const char* code, Lines lines) const {
        std::erase_if(lines, [](const JournalLine& line) { return line.amount == Money(); });
        if (lines.empty()) return;
        Money sum;
        for (const JournalLine& line : lines) sum += line.amount;
        IPEP_CHECK(sum == Money(), "position", event.position, "sum", sum);
        const CpamId& cpam = journal.groups_.at(id).cpam;
        const auto open = journal.open_.find(cpam);
        const Day day = open == journal.open_.end() ? on : std::max(on, open->second);
        journal.entries_.push_back({event.position, cpam, id, day, on, code, std::string(kind_of(event.body)),
                                    transfer(), std::move(lines)});
    }

    std::string transfer() const {
        const auto of_order = [&](const auto& body) -> std::string {
            if constexpr (std::is_same_v<decltype(body), const OrderPaid&> ||
                          std::is_same_v<decltype(body), const OrderBooked&> ||
                          std::is_same_v<decltype(body), const OrderReturned&>)
                return journal.transfers_.at(body.order);
            else
                return {};
        };
        return std::visit(of_order, event.body);
    }

    // What the group is owed falls: what is payable first, the rest was paid too much.
    void take(const GroupementId& id, Money amount, Account counter, const char* code) const {
        Journal::Group& group = journal.groups_.at(id);
        const Money first = std::min(group.payable, amount), rest = amount - first;
        group.payable -= first;
        group.overpaid += rest;
        post(id, event.on, code,
             {{Account::payable, first}, {Account::overpayments, rest}, {counter, -amount}});
    }
    // Money or a decision closes what was overpaid first; the rest is owed again.
    void close(const GroupementId& id, Money amount, Account counter, const char* code, Money charges = {}) const {
        Journal::Group& group = journal.groups_.at(id);
        const Money first = std::min(group.overpaid, amount), rest = amount - first;
        group.overpaid -= first;
        group.payable += rest;
        post(id, event.on, code,
             {{counter, amount - charges},
              {Account::bankCharges, charges},
              {Account::overpayments, -first},
              {Account::payable, -rest}});
    }
    // A new debt, and at once the set-off of what was overpaid before.
    void owe(const GroupementId& id, Money amount, Account counter, const char* code) const {
        Journal::Group& group = journal.groups_.at(id);
        group.payable += amount;
        post(id, event.on, code, {{counter, amount}, {Account::payable, -amount}});
        const Money set_off = std::min(group.payable, group.overpaid);
        group.payable -= set_off;
        group.overpaid -= set_off;
        post(id, event.on, "IM", {{Account::payable, set_off}, {Account::overpayments, -set_off}});
    }
    void move(const GroupementId& id, Money amount, Account counter, const char* up, const char* down) const {
        amount > Money() ? owe(id, amount, counter, up) : take(id, -amount, counter, down);
    }
    void back(const GroupementId& id, Money amount, Account counter, const char* code) const {
        amount > Money() ? close(id, amount, counter, code) : take(id, -amount, counter, code);
    }

    void operator()(const GroupementAdmitted& e) const { journal.groups_[e.groupement].cpam = e.cpam; }
    void operator()(const FactCorrected& e) const {
        if (const auto* admitted = std::get_if<GroupementAdmitted>(&e.fact)) (*this)(*admitted);
    }
    void charge(const GroupementId& id, Money amount) const { move(id, amount, Account::charge, "LQ", "RG"); }
    void advance(const GroupementId& id, Money amount, const char* code) const {
        move(id, amount, Account::advances, code, code);
    }

    void operator()(const SeedTrancheReleased& e) const { charge(e.groupement, e.amount); }
    void operator()(const IncentiveSettled& e) const { charge(e.groupement, e.netDifference); }
    void operator()(const IncentiveAnnulled& e) const { charge(e.groupement, e.netDifference); }
    void operator()(const AdvanceGranted& e) const { advance(e.groupement, e.difference, "AV"); }
    void operator()(const AdvanceRecovered& e) const { advance(e.groupement, -e.difference, "IM"); }
    void operator()(const AdvanceWrittenOff& e) const {
        post(e.groupement, event.on, "RG", {{Account::losses, e.amount}, {Account::advances, -e.amount}});
    }
    void operator()(const AdvanceWriteOffReversed& e) const {
        post(e.groupement, event.on, "RG", {{Account::advances, e.amount}, {Account::losses, -e.amount}});
    }
    void operator()(const PaymentOrdered& e) const { journal.transfers_[e.order] = e.endToEndId; }
    void operator()(const OrderPaid& e) const { take(e.groupement, e.amount, Account::bank, "BQ"); }
    void operator()(const OrderBooked& e) const {
        post(e.groupement, event.on, "BQ", {{Account::bankCharges, e.charges}, {Account::bank, -e.charges}});
    }
    void operator()(const OrderReturned& e) const { close(e.groupement, e.amount, Account::bank, "BQ", e.charges); }
    void operator()(const RefundBooked& e) const { back(e.groupement, e.difference, Account::bank, "BQ"); }
    void operator()(const OverpaymentWrittenOff& e) const { back(e.groupement, e.difference, Account::losses, "RG"); }
    void operator()(const AccrualBooked& e) const {
        post(e.groupement, day_of(e.year, 12, 31), "CP",
             {{Account::charge, e.difference}, {Account::accrued, -e.difference}});
        post(e.groupement, day_of(e.year + 1, 1, 1), "CP",
             {{Account::accrued, e.difference}, {Account::charge, -e.difference}});
    }
    void operator()(const MonthClosed& e) const { journal.open_[e.cpam] = e.until; }
    template <class Other>
    void operator()(const Other&) const {}
};

void Journal::fold(const Event& event) { std::visit(Posting{*this, event}, event.body); }

std::vector<JournalEntry> Journal::entries(const CpamId& cpam) const {
    std::vector<JournalEntry> found;
    std::ranges::copy_if(entries_, std::back_inserter(found), [&](const auto& one) { return one.cpam == cpam; });
    std::ranges::stable_sort(found, {}, &JournalEntry::on);
    for (std::size_t i = 0; i < found.size(); ++i) found[i].number = i + 1;
    return found;
}

}  // namespace ipep
