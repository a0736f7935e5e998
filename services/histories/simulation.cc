#include "services/histories/simulation.h"

#include <algorithm>
#include <boost/json.hpp>
#include <future>
#include <unordered_map>

#include "events/event_json.h"
#include "events/json_walk.h"
#include "ledger/year_inputs.h"
#include "services/words/code.h"

namespace ipep {
namespace {

Spending<Exact> spending_in(const GroupState& page, ResultYear year) {
    const ExpenditureMeasured& measured = page.facts(year)->expenditure->value;
    return {to_exact(measured.actualPerPatient), to_exact(measured.adjustedPerPatient)};
}

using Differences = std::vector<FigureDifference>;
using YearRows = std::vector<std::pair<GroupementId, const SettledRow*>>;  // nothing: the year was not settled for it

const SettledRow* recorded_row(const Book& recorded, const GroupementId& id, ResultYear year) {
    const GroupState* page = recorded.find(id);
    if (!page) return nullptr;
    const auto line = page->settled.find(year);
    return line == page->settled.end() ? nullptr : &line->second.row;
}

// The rows of a year as recorded, every groupement in byte order.
YearRows recorded_rows(const Book& recorded, const std::vector<GroupementId>& groups, ResultYear year) {
    YearRows rows;
    rows.reserve(groups.size());
    for (const GroupementId& id : groups) rows.emplace_back(id, recorded_row(recorded, id, year));
    return rows;
}

// Of both books, in byte order.
std::vector<GroupementId> groups_of_both(const Book& recorded, const Book& supposed) {
    const auto before = recorded.groupements(), after = supposed.groupements();
    std::vector<GroupementId> groups;
    std::ranges::set_union(before, after, std::back_inserter(groups));
    return groups;
}

Differences compare_year(ResultYear year, const YearRows& before, const std::vector<SettlementLine>& after) {
    std::unordered_map<GroupementId, const SettledRow*> simulated;
    for (const SettlementLine& line : after) simulated.emplace(line.row.groupement, &line.row);
    Differences found;
    for (const auto& [id, row] : before) {
        const auto line = simulated.find(id);
        compare_rows(year, id, row, line == simulated.end() ? nullptr : line->second, found);
    }
    return found;
}

Verdict<Simulation> settle_all(const Book& recorded, Book& supposed, const YearRange& years, const YearRange& shown,
                               const Patience& patience) {
    Simulation simulation;
    const std::vector<GroupementId> groups = groups_of_both(recorded, supposed);
    const std::vector<SettlementLine> none;
    simulation.settlements.reserve(static_cast<std::size_t>(std::max(0, years.last - years.first + 1)));  // they stay
    std::vector<std::future<Differences>> compared;  // while the next year is settled
    const auto compare = [&](ResultYear year, const std::vector<SettlementLine>& lines) {
        compared.push_back(std::async(std::launch::async, [year, &lines, rows = recorded_rows(recorded, groups, year)] {
            return compare_year(year, rows, lines);
        }));
    };
    for (ResultYear year = years.first; year <= years.last; ++year) {
        patience.check();
        const bool wanted = shown.contains(year);
        if (groups_of(supposed, year).empty() && (!wanted || recorded.common().settled.contains(year))) {
            if (wanted) compare(year, none);
            continue;
        }
        Settlement settlement = IPEP_TRY(settle_next(supposed, year));
        if (!wanted) continue;
        simulation.scheme.push_back({year, savings_of(supposed, settlement), settlement.head.settled.due});
        simulation.settlements.push_back(std::move(settlement));
        compare(year, simulation.settlements.back().groups);
    }
    for (auto& one : compared) std::ranges::move(one.get(), std::back_inserter(simulation.differences));
    return simulation;
}

}  // namespace

SchemeYear Simulation::total() const {
    SchemeYear total;
    for (const SchemeYear& year : scheme) {
        total.savings += year.savings;
        total.incentives += year.incentives;
    }
    return total;
}

YearRange years_to_settle(const Book& recorded, const Book& supposed, const Supposition& supposition) {
    YearRange years{3000, 0};
    ResultYear last_possible = 0;
    for (const GroupementId& id : supposed.groupements()) {
        const GroupState& page = *supposed.find(id);
        years.first = std::min(years.first, page.admission.value.firstYear);
        last_possible = std::max(last_possible, supposed.last_result_year(page));
    }
    if (supposition.years) return {std::min(years.first, supposition.years->first), supposition.years->last};
    if (const auto& settled = recorded.common().settled; !settled.empty())
        return {std::min(years.first, settled.begin()->first), settled.rbegin()->first};
    years.last = years.first;
    while (years.last < last_possible && missing_facts(supposed, years.last + 1).empty()) ++years.last;
    return years;
}

Verdict<Settlement> settle_next(Book& supposed, ResultYear year) {
    auto drafts = IPEP_TRY(decide_settlement(supposed, year, Day{}));
    Settlement settlement;
    for (Draft& draft : drafts) {
        if (const auto* line = std::get_if<IncentiveSettled>(&draft.body))
            settlement.groups.push_back({0, *line});
        else if (const auto* head = std::get_if<YearSettled>(&draft.body))
            settlement.head.settled = *head;
        take(supposed, std::move(draft.body));
    }
    return settlement;
}

Money savings_of(const Book& book, const Settlement& settlement) {
    Exact savings = 0;
    const ResultYear year = settlement.head.settled.year;
    const EfficiencyParameters& parameters = book.common().rules_for(year)->value.parameters->efficiency;
    const auto rules = read_efficiency<Exact>(parameters, PlainLift{});
    for (const SettlementLine& line : settlement.groups) {
        const GroupState& page = *book.find(line.row.groupement);
        std::vector<Spending<Exact>> before;
        for (int k = 1; k <= trend_years(parameters); ++k) before.push_back(spending_in(page, year - k));
        savings += spending_evolution(spending_in(page, year), before, rules) * Exact(line.row.patients);
    }
    return to_money(round_cents(savings));
}

void compare_rows(ResultYear year, const GroupementId& groupement, const SettledRow* before, const SettledRow* after,
                  std::vector<FigureDifference>& found) {
    if ((!before && !after) || (before && after && *before == *after)) return;
    const auto shown = [](const SettledRow* row, auto pointer) {
        return row ? boost::json::value(member_to_json(row->*pointer)) : boost::json::value(nullptr);
    };
    boost::mp11::mp_for_each<MembersOf<SettledRow>>([&](auto d) {
        constexpr auto pointer = decltype(d)::pointer;
        if (before && after && before->*pointer == after->*pointer) return;
        if (d.name == std::string_view("groupement")) return;
        found.push_back({groupement, year, d.name, shown(before, pointer), shown(after, pointer)});
    });
}

Verdict<Simulation> simulate(const Book& recorded, const Supposition& supposition, const Patience& patience) {
    YearRange years;
    try {
        Book supposed = IPEP_TRY(supposed_book(recorded, supposition));
        if (supposed.groupements().empty()) return refuse(code::nothing_to_simulate);
        years = years_to_settle(recorded, supposed, supposition);
        return settle_all(recorded, supposed, years, supposition.years.value_or(years), patience);
    } catch (const OutOfRange&) {
        return refuse(code::amount_out_of_range, {{"year", to_text(years.last)}});
    }
}

}  // namespace ipep
