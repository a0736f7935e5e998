// Journal: the double-entry books of the CPAMs, made of what the events post (ledger/posting.h).
//
// Shape:   an entry balances, or is not made. A groupement's payable (407) and overpayments (409) are not both above 0,
//          so that payable − overpayments = owed − overpaid of the ledger after every command.
// Units:   euros and cents; a line's amount is a debit where positive, a credit where negative.
// Days:    the event's accounting day; in a month that is closed, the first open day of the CPAM.
// Rows:    one an entry, by CPAM, day and event; one a groupement, with what stands in its two accounts; one a CPAM,
//          with its first open day. The number of an entry is its place, so that an entry in a closed month keeps it.
// Source:  contract, "Payments"; notes on payments, posting scheme.
#pragma once

#include "ledger/posting.h"
#include "projections/table.h"

namespace ipep {

enum class Account : std::uint8_t {
    charge,
    payable,
    advances,
    overpayments,
    bank,
    accrued,
    losses,
    bankCharges,
    takenOver
};
BOOST_DESCRIBE_ENUM(Account, charge, payable, advances, overpayments, bank, accrued, losses, bankCharges, takenOver)

struct JournalLine {
    Account account = Account::charge;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(JournalLine, (), (account, amount))

struct JournalEntry {
    Position event = 0;
    CpamId cpam;
    GroupementId groupement;
    Day on, arisen;    // they differ where the month of the event's day is closed
    std::string code;  // LQ AV IM BQ RG CP RP
    std::string kind;  // of the event
    OrderId order;     // where the event is of one
    std::vector<JournalLine> lines;
};
BOOST_DESCRIBE_STRUCT(JournalEntry, (), (event, cpam, groupement, on, arisen, code, kind, order, lines))

// In whose books a groupement is, and how what it is owed stands there.
struct BookedGroup {
    CpamId cpam;
    Money payable, overpaid;
};
BOOST_DESCRIBE_STRUCT(BookedGroup, (), (cpam, payable, overpaid))

struct OpenMonth {
    Day from;
};
BOOST_DESCRIBE_STRUCT(OpenMonth, (), (from))

class JournalView {
public:
    static constexpr const char* name = "journal";
    // Of the entries of events up to `until`.
    explicit JournalView(RowSource source, Position until = UINT64_MAX)
        : entries_(source, RowsChange::never), groups_(source), months_(std::move(source)), until_(until) {}
    void fold(const Event& event, const Postings& postings);
    void take_changes(Rows& to) {
        entries_.take_changes(to);
        groups_.take_changes(to);
        months_.take_changes(to);
    }
    void take_written_once(Rows& to) { entries_.take_changes(to); }
    std::size_t in_memory() const { return entries_.in_memory() + groups_.in_memory() + months_.in_memory(); }
    void drop() {
        entries_.drop();
        groups_.drop();
        months_.drop();
    }
    // The entries in order of day, then of event; each is gone once `visit` returns.
    void each(const CpamId& cpam, const std::function<void(const JournalEntry&)>& visit);

private:
    struct Entering;
    void learn(const Event& event);
    void keep(JournalEntry entry, std::uint64_t nth);

    Table<JournalEntry> entries_;
    Table<BookedGroup> groups_;
    Table<OpenMonth> months_;
    Position until_;
};

}  // namespace ipep
