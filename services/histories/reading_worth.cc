#include "services/histories/reading_worth.h"

#include "events/fact_json.h"
#include "events/json_walk.h"
#include "ledger/total.h"

namespace ipep {
namespace {

namespace json = boost::json;

Money amount_of(const json::value& figure) {
    return figure.is_string() ? parse_money(std::string_view(figure.as_string())).value_or(Money()) : Money();
}

// What the simulation moves of each groupement: what is due, and once the seed credit.
std::map<GroupementId, Money> moved_by(const Simulation& simulation, std::optional<ResultYear> year) {
    std::map<GroupementId, Total> moved;
    std::set<GroupementId> credited;
    for (const FigureDifference& one : simulation.differences) {
        const bool is_credit = one.field == "seedCredit" && !year && credited.insert(one.groupement).second;
        if (is_credit || one.field == "due") moved[one.groupement] += amount_of(one.after) - amount_of(one.before);
    }
    std::map<GroupementId, Money> groups;
    for (const auto& [id, total] : moved)
        if (total.money() != Money()) groups.emplace(id, total.money());
    return groups;
}

Money sum_of(const std::map<GroupementId, Money>& groups) {
    Total total;
    for (const auto& [id, amount] : groups) total += amount;
    return total.money();
}

AlternativeWorth worth_of(const Book& recorded, const OpenReading& reading, const std::string& value,
                          const json::value& doubted, std::optional<ResultYear> year, const Patience& patience) {
    AlternativeWorth worth{value, {}, {}, {}};
    Supposition supposition;
    if (year) supposition.years = YearRange{*year, *year};
    supposition.change = [&](Parameters& parameters) -> Verdict<> {
        if (value_at(members_to_json(parameters), reading.path) != doubted) return {};
        parameters = IPEP_TRY(with_parameter(parameters, reading.path, value));
        return {};
    };
    auto simulation = simulate(recorded, supposition, patience);
    if (!simulation) {
        worth.refused = std::move(simulation.error());
        return worth;
    }
    worth.groups = moved_by(*simulation, year);
    worth.moved = sum_of(worth.groups);
    return worth;
}

}  // namespace

std::vector<ReadingWorth> worth_of_readings(const Book& recorded, std::optional<ResultYear> year,
                                            const Patience& patience) {
    std::map<std::string, std::pair<OpenReading, json::value>> doubts;  // of the edition adopted last
    for (const AdoptedRules& adopted : recorded.common().rules) {
        const json::value parameters = members_to_json(*adopted.noted.value.parameters);
        for (OpenReading& reading : Edition(adopted.noted.value).open_readings())
            doubts.insert_or_assign(reading.path, std::pair(reading, value_at(parameters, reading.path)));
    }
    std::vector<ReadingWorth> found;
    for (const auto& [path, doubt] : doubts) {
        const auto& [reading, value] = doubt;
        ReadingWorth& worth = found.emplace_back();
        worth.reading = reading;
        worth.value = value.is_null() ? "" : json::serialize(value);
        for (const std::string& alternative : reading.alternatives)
            worth.alternatives.push_back(worth_of(recorded, reading, alternative, value, year, patience));
    }
    return found;
}

std::vector<ReadingWorth> of_groups(std::vector<ReadingWorth> worths,
                                    const std::function<bool(const GroupementId&)>& wanted) {
    for (ReadingWorth& worth : worths)
        for (AlternativeWorth& one : worth.alternatives) {
            std::erase_if(one.groups, [&](const auto& group) { return !wanted(group.first); });
            one.moved = sum_of(one.groups);
        }
    return worths;
}

}  // namespace ipep
