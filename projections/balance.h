// Balances: what each groupement is owed, was overpaid, was paid, and which advance is outstanding.
//
// Units:  euros and cents. owed − overpaid = seed credits released + Σ due (latest revisions) + received back +
//         overpayments written off − paid.
// Shape:  one row a groupement, by its identifier.
// Source: specification §11.
#pragma once

#include "ledger/total.h"
#include "projections/table.h"

namespace ipep {

struct Balance {
    Money seedReleased, due, paid, advanceOutstanding, receivedBack, overpaymentWrittenOff;

    Money net() const { return (Total(seedReleased) + due + receivedBack + overpaymentWrittenOff - paid).money(); }
    Money owed() const { return std::max(net(), Money()); }
    Money overpaid() const { return std::max(-net(), Money()); }
};
BOOST_DESCRIBE_STRUCT(Balance, (), (seedReleased, due, paid, advanceOutstanding, receivedBack, overpaymentWrittenOff))

// How much an event moves; nothing where it moves no amount.
struct Movement {
    GroupementId groupement;
    std::optional<Year> year;
    Money seed, due, advance;  // added to the balance of that name
    Money paid = {}, received_back = {}, written_off = {};

    // What owed − overpaid moves by; where it does not, the advance.
    Money net() const { return (Total(seed) + due + received_back + written_off - paid).money(); }
    Money amount() const { return net() != Money() ? net() : advance; }
    void add_to(Balance& balance) const;
};
std::optional<Movement> movement_of(const Body& body);

class BalanceView {
public:
    static constexpr const char* name = "balances";
    BalanceView(RowSource source, Position) : rows(std::move(source)) {}
    void fold(const Event& event);
    void take_changes(Rows& to) { rows.take_changes(to); }

    Table<Balance> rows;
};

}  // namespace ipep
