#include "projections/statement.h"

#include "events/big_endian.h"
#include "ledger/about.h"
#include "projections/table_members.h"

namespace ipep {

template class Table<StatementLine>;

namespace {

std::string line_prefix(const GroupementId& groupement) { return "l" + groupement.text + '\0'; }

}  // namespace

StatementLine statement_line(const Event& event, const Movement& movement, Balance& account) {
    account += movement.moved;
    return {.position = event.position,
            .on = event.on,
            .kind = std::string(kind_of(event.body)),
            .year = about(event.body).year,
            .amount = movement.amount(),
            .owed = account.owed(),
            .overpaid = account.overpaid(),
            .advanceOutstanding = account.advanceOutstanding};
}

void StatementView::fold(const Event& event, const Postings& postings) {
    const auto movement = movement_in(postings);
    if (!movement || movement->amount() == Money()) return;
    rows_.add(line_prefix(movement->groupement) + big_endian(event.position),
              statement_line(event, *movement, accounts_.edit("=" + movement->groupement.text)));
}

std::optional<std::string_view> StatementView::groupement_of(std::string_view key) {
    const auto end = key.find('\0');
    if (!key.starts_with('l') || end == std::string_view::npos) return std::nullopt;
    return key.substr(1, end - 1);
}

std::vector<StatementLine> StatementView::lines(const GroupementId& groupement) {
    std::vector<StatementLine> lines;
    rows_.all(line_prefix(groupement), [&](const std::string&, const StatementLine& line) {
        if (line.position <= until_) lines.push_back(line);
    });
    return lines;
}

}  // namespace ipep
