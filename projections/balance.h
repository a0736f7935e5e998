// Balances: what each groupement is owed, was overpaid, was paid, and which advance is outstanding.
//
// Units:  euros and cents. owed − overpaid = seed credits released + Σ due (latest revisions) − paid.
// Shape:  one row a groupement, by its identifier.
// Source: specification §11.
#pragma once

#include "projections/table.h"
#include "projections/view.h"

namespace ipep {

struct Balance {
    Money seedReleased, due, paid, advanceOutstanding;

    Money net() const { return seedReleased + due - paid; }
    Money owed() const { return std::max(net(), Money()); }
    Money overpaid() const { return std::max(-net(), Money()); }
};
BOOST_DESCRIBE_STRUCT(Balance, (), (seedReleased, due, paid, advanceOutstanding))

// How much an event moves; nothing where it moves no amount.
struct Movement {
    GroupementId groupement;
    std::optional<Year> year;
    Money seed, due, advance;  // added to the balance of that name

    Money amount() const { return seed + due != Money() ? seed + due : advance; }
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
