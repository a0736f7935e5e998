#include "projections/settlements.h"

#include "events/big_endian.h"
#include "projections/table_members.h"

namespace ipep {

template class Table<SettlementHead>;
template class Table<SettlementLine>;

namespace {

std::string key_of(char kind, ResultYear year, std::int64_t revision) {
    return kind + big_endian(static_cast<std::uint64_t>(year.number), 2) +
           big_endian(static_cast<std::uint64_t>(revision), 4);
}

}  // namespace

void SettlementView::fold(const Event& event) {
    if (const auto* one = std::get_if<IncentiveSettled>(&event.body))
        lines_.add(key_of('l', one->year, one->revision) + one->groupement.text, {event.position, *one});
    else if (const auto* all = std::get_if<YearSettled>(&event.body))
        heads_.add(key_of('h', all->year, all->revision), {event.position, event.recordedAt, *all});
}

std::optional<std::string> figure_of(const SettledRow& row, std::string_view field) {
    std::optional<std::string> text;
    for_each_member(row, [&]<class Member>(const char* name, const Member& member) {
        if (field != name) return;
        if constexpr (std::is_same_v<Member, Money>) text = to_text(member);
        if constexpr (std::is_same_v<Member, Decimal>) text = member.text;
        if constexpr (std::is_same_v<Member, std::int64_t>) text = std::to_string(member);
    });
    return text;
}

const SettlementLine* SettlementView::line(ResultYear year, std::int64_t revision, const GroupementId& groupement) {
    const SettlementLine* found = lines_.find(key_of('l', year, revision) + groupement.text);
    return found && found->position <= until_ ? found : nullptr;
}

const SettlementHead* SettlementView::head(ResultYear year, std::int64_t revision) {
    const SettlementHead* found = heads_.find(key_of('h', year, revision));
    return found && found->position <= until_ ? found : nullptr;
}

std::optional<Settlement> SettlementView::settlement(ResultYear year, std::int64_t revision) {
    const SettlementHead* found_head = head(year, revision);
    if (!found_head) return std::nullopt;
    Settlement found{*found_head, {}};
    lines_.all(key_of('l', year, revision),
               [&](const std::string&, const SettlementLine& line) { found.groups.push_back(line); });
    return found;
}

}  // namespace ipep
