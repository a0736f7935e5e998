// Balances: what each groupement is owed, was overpaid, was paid, and which advance is outstanding.
//
// Units:  euros and cents. owed − overpaid = seed credits released + Σ due (latest revisions) + received back +
//         overpayments written off − paid.
// Shape:  one row a groupement, by its identifier.
// Source: specification §11.
#pragma once

#include "ledger/posting.h"
#include "ledger/total.h"
#include "projections/table.h"

namespace ipep {

struct Balance {
    Money seedReleased, due, paid, advanceOutstanding, receivedBack, overpaymentWrittenOff;

    Money net() const { return (Total(seedReleased) + due + receivedBack + overpaymentWrittenOff - paid).money(); }
    Balance& operator+=(const Balance& moved);
    Money owed() const { return std::max(net(), Money()); }
    Money overpaid() const { return std::max(-net(), Money()); }
};
BOOST_DESCRIBE_STRUCT(Balance, (), (seedReleased, due, paid, advanceOutstanding, receivedBack, overpaymentWrittenOff))

// By how much an event moves a balance; nothing where none of its lines is part of one.
struct Movement {
    GroupementId groupement;
    Balance moved;

    // What owed − overpaid moves by; where it does not, the advance.
    Money amount() const { return moved.net() != Money() ? moved.net() : moved.advanceOutstanding; }
};
std::optional<Movement> movement_in(const Postings& postings);

class BalanceView {
public:
    static constexpr const char* name = "balances";
    explicit BalanceView(RowSource source, PastView* past = nullptr) : rows(std::move(source), past, kPastBalances) {}
    void fold(const Event& event, const Postings& postings);
    void take_changes(Rows& to) { rows.take_changes(to); }
    std::size_t in_memory() const { return rows.in_memory(); }
    void drop() { rows.drop(); }

    Table<Balance> rows;
};

}  // namespace ipep
