// Settlements: every revision of every settled year, its national figures and one row a groupement.
//
// Shape:  rows by year, revision, groupement; the national row of a revision comes before its groups.
// Source: contract, "A settlement".
#pragma once

#include "projections/table.h"

namespace ipep {

struct SettlementLine {
    Position position = 0;
    SettledRow row;
};
BOOST_DESCRIBE_STRUCT(SettlementLine, (), (position, row))

struct SettlementHead {
    Position position = 0;
    std::int64_t recordedAt = 0;
    YearSettled settled;
};
BOOST_DESCRIBE_STRUCT(SettlementHead, (), (position, recordedAt, settled))

struct Settlement {
    SettlementHead head;
    std::vector<SettlementLine> groups;  // in byte order
};

// A figure of the row as the settlement shows it; nothing where the row has no such number.
std::optional<std::string> figure_of(const SettledRow& row, std::string_view field);

class SettlementView {
public:
    static constexpr const char* name = "settlements";
    // Of what was settled up to `until`.
    explicit SettlementView(RowSource source, Position until = UINT64_MAX)
        : heads_(source), lines_(std::move(source), RowsChange::never), until_(until) {}
    void fold(const Event& event);
    void take_changes(Rows& to) {
        heads_.take_changes(to);
        lines_.take_changes(to);
    }
    void take_written_once(Rows& to) { lines_.take_changes(to); }
    std::size_t in_memory() const { return heads_.in_memory() + lines_.in_memory(); }
    void drop() {
        heads_.drop();
        lines_.drop();
    }
    // Nothing where the year has no such revision.
    std::optional<Settlement> settlement(ResultYear year, std::int64_t revision);
    // One group's line of it, or nothing. It ends when the views are saved or lightened.
    const SettlementLine* line(ResultYear year, std::int64_t revision, const GroupementId& groupement);
    const SettlementHead* head(ResultYear year, std::int64_t revision);

private:
    Table<SettlementHead> heads_;
    Table<SettlementLine> lines_;
    Position until_;
};

}  // namespace ipep
