// Statement: every line that moves an amount of a groupement, with the balances after it.
//
// Shape:  one row a line, by groupement and position; a line that moves nothing (a revision that confirms) is left out.
// Units:  euros and cents; `amount` is what owed moves by, or, for a write-off, the advance.
// Source: contract, `statement`.
#pragma once

#include "projections/balance.h"

namespace ipep {

struct StatementLine {
    Position position = 0;
    Day on;
    std::string kind;
    std::optional<ResultYear> year;
    Money amount, owed, overpaid, advanceOutstanding;
};
BOOST_DESCRIBE_STRUCT(StatementLine, (), (position, on, kind, year, amount, owed, overpaid, advanceOutstanding))

// The line of an event that moves an amount; `account` stands after it then.
StatementLine statement_line(const Event& event, const Movement& movement, Balance& account);

class StatementView {
public:
    static constexpr const char* name = "statement";
    // Of the lines up to `until`.
    explicit StatementView(RowSource source, Position until = UINT64_MAX)
        : rows_(source, RowsChange::never), accounts_(std::move(source)), until_(until) {}
    void fold(const Event& event, const Postings& postings);
    void take_changes(Rows& to) {
        rows_.take_changes(to);
        accounts_.take_changes(to);
    }
    void take_written_once(Rows& to) { rows_.take_changes(to); }
    std::size_t in_memory() const { return rows_.in_memory() + accounts_.in_memory(); }
    void drop() {
        rows_.drop();
        accounts_.drop();
    }
    std::vector<StatementLine> lines(const GroupementId& groupement);
    // Of whom the line with this key is, or every line whose key begins so; nothing where it may be anybody's.
    static std::optional<std::string_view> groupement_of(std::string_view key);

private:
    Table<StatementLine> rows_;
    Table<Balance> accounts_;  // where each statement stands; key: "=" and the groupement
    Position until_;
};

}  // namespace ipep
