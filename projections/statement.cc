#include "projections/statement.h"

#include "events/big_endian.h"
#include "projections/table_members.h"

namespace ipep {

template class Table<StatementLine>;

namespace {

std::string line_prefix(const GroupementId& groupement) { return "l" + groupement.text + '\0'; }

}  // namespace

StatementLine statement_line(const Event& event, const Movement& movement, Balance& account) {
    movement.add_to(account);
    return {event.position,    event.on,        std::string(kind_of(event.body)), movement.year, movement.amount(),
            account.owed(), account.overpaid(), account.advanceOutstanding};
}

void StatementView::fold(const Event& event) {
    const auto movement = movement_of(event.body);
    if (!movement || movement->amount() == Money()) return;
    rows.edit(line_prefix(movement->groupement) + big_endian(event.position)) =
        statement_line(event, *movement, accounts_.edit("=" + movement->groupement.text));
}

std::vector<StatementLine> StatementView::lines(const GroupementId& groupement) {
    std::vector<StatementLine> lines;
    rows.all(line_prefix(groupement), [&](const std::string&, const StatementLine& line) { lines.push_back(line); });
    return lines;
}

}  // namespace ipep
