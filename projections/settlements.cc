#include "projections/settlements.h"

#include "events/big_endian.h"

namespace ipep {
namespace {

std::string key_of(char kind, Year year, std::int64_t revision) {
    return kind + big_endian(static_cast<std::uint64_t>(year), 2) + big_endian(static_cast<std::uint64_t>(revision), 4);
}

}  // namespace

void SettlementView::fold(const Event& event) {
    if (const auto* one = std::get_if<IncentiveSettled>(&event.body))
        lines.edit(key_of('l', one->year, one->revision) + one->groupement.text) = {event.position, *one};
    else if (const auto* all = std::get_if<YearSettled>(&event.body))
        heads.edit(key_of('h', all->year, all->revision)) = {event.position, event.recordedAt, *all};
}

std::optional<Settlement> SettlementView::settlement(Year year, std::int64_t revision) {
    const SettlementHead* head = heads.find(key_of('h', year, revision));
    if (!head) return std::nullopt;
    Settlement found{*head, {}};
    lines.all(key_of('l', year, revision),
              [&](const std::string&, const SettlementLine& line) { found.groups.push_back(line); });
    return found;
}

}  // namespace ipep
