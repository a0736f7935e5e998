#include "services/histories/simulation.h"

#include <boost/json.hpp>
#include <future>
#include <unordered_map>

#include "events/event_json.h"
#include "events/json_walk.h"
#include "ledger/year_inputs.h"
#include "services/words/code.h"

namespace ipep {
namespace {

std::int64_t rank_of(const GroupState& page, Year year) { return year - page.admission.value.firstYear + 1; }

Exact power(const Exact& base, std::int64_t exponent) {
    Exact result = 1;
    for (; exponent > 0; --exponent) result *= base;
    return result;
}

// The page as if nothing of it had been settled yet. A factor with few decimals leaves spending a decimal.
GroupState unsettled(const GroupState& recorded, const Exact& spending) {
    GroupState page;
    boost::mp11::mp_for_each<MembersOf<GroupState>>([&](auto d) {
        const std::string_view name = d.name;  // what is settled is most of a page
        if (name != "settled" && name != "writtenOff") page.*d.pointer = recorded.*d.pointer;
    });
    if (spending == 1) return page;
    for (auto& [year, facts] : page.years) {
        if (!facts.expenditure) continue;
        Decimal& actual = facts.expenditure->value.actualPerPatient;
        actual.text = to_text(to_exact(actual) * power(spending, rank_of(page, year)));
    }
    return page;
}

// A book of its own over the recorded one, whose pages are copied when they are asked for.
Book book_of(const Book& recorded, const Exact& spending) {
    CommonState common = recorded.common();
    common.settled.clear();
    common.roles.clear();  // nobody acts in it
    const auto groups = std::make_shared<const std::vector<GroupementId>>(recorded.groupements());
    Book::Kept kept;
    kept.group = [&recorded, spending](const GroupementId& id) -> std::optional<GroupState> {
        const GroupState* page = recorded.find(id);
        if (!page) return std::nullopt;
        return unsettled(*page, spending);
    };
    kept.groups = [groups] { return *groups; };
    return Book(std::move(common), recorded.head(), std::move(kept));
}

void take(Book& book, Body body) { evolve(book, Event{book.head() + 1, 0, {}, {}, {}, {}, std::move(body)}); }

// Changes every version of the rules; each must keep the invariants.
Verdict<> change_all(CommonState& common, const Supposition& supposition) {
    for (AdoptedRules& adopted : common.rules) {
        Parameters& rules = adopted.noted.value.parameters;
        for (const ParameterValue& wanted : supposition.parameters) IPEP_TRY(set_parameter(rules, wanted));
        if (supposition.change) IPEP_TRY(supposition.change(rules));
        if (const auto broken = broken_invariants(rules); !broken.empty())
            return refuse(code::rules_invalid, {{"what", broken.front()}});
    }
    return {};
}

// The rules take their place, and what they change of the seed credits follows.
Verdict<> suppose(Book& book, const Supposition& supposition) {
    if (supposition.rules) {
        const RecordFact adopted{{"simulated rules"}, {}, {}, *supposition.rules};
        const FindFact nothing = [](const FactKey&) { return std::nullopt; };
        if (auto verdict = judge(book, adopted, nothing); !verdict) return verdict;
        take(book, *supposition.rules);
    }
    const bool changes = supposition.change || !supposition.parameters.empty();
    if (changes) IPEP_TRY(change_all(book.common_state(), supposition));
    if (!supposition.rules && !changes) return {};
    const Event adopted{book.head(), 0, {}, {}, {}, {}, book.common().rules.back().noted.value};
    for (Draft& draft : consequences(book, adopted)) take(book, std::move(draft.body));
    return {};
}

// From the first result year of all; up to the last one wanted, settled, or, where none is settled, complete.
YearRange years_to_settle(const Book& recorded, const Book& supposed, const Supposition& supposition) {
    YearRange years{3000, 0};
    Year last_possible = 0;
    for (const GroupementId& id : supposed.groupements()) {
        const GroupState& page = *supposed.find(id);
        years.first = std::min(years.first, page.admission.value.firstYear);
        last_possible = std::max(last_possible, supposed.last_result_year(page));
    }
    if (supposition.years) return {std::min(years.first, supposition.years->first), supposition.years->last};
    if (!recorded.common().settled.empty()) return {years.first, recorded.common().settled.rbegin()->first};
    years.last = years.first;
    while (years.last < last_possible && missing_facts(supposed, years.last + 1).empty()) ++years.last;
    return years;
}

Settlement settlement_of(Book& book, std::vector<Draft> drafts) {
    Settlement settlement;
    for (Draft& draft : drafts) {
        if (const auto* line = std::get_if<IncentiveSettled>(&draft.body))
            settlement.groups.push_back({0, *line});
        else if (const auto* head = std::get_if<YearSettled>(&draft.body))
            settlement.head.settled = *head;
        take(book, std::move(draft.body));
    }
    return settlement;
}

Spending<Exact> spending_in(const GroupState& page, Year year) {
    const ExpenditureMeasured& measured = page.facts(year)->expenditure->value;
    return {to_exact(measured.actualPerPatient), to_exact(measured.adjustedPerPatient)};
}

// Σ evolution × patients, from the facts themselves: the rows only show six decimals.
Money savings_of(const Book& book, const Settlement& settlement) {
    Exact savings = 0;
    const Year year = settlement.head.settled.year;
    const EfficiencyParameters& parameters = book.common().rules_for(year)->value.parameters.efficiency;
    const auto rules = read_efficiency<Exact>(parameters, PlainLift{});
    for (const SettlementLine& line : settlement.groups) {
        const GroupState& page = *book.find(line.row.groupement);
        std::vector<Spending<Exact>> before;
        for (Year k = 1; k <= trend_years(parameters); ++k) before.push_back(spending_in(page, year - k));
        savings += spending_evolution(spending_in(page, year), before, rules) * Exact(line.row.patients);
    }
    return to_money(round_cents(savings));
}

using Differences = std::vector<FigureDifference>;
using YearRows = std::vector<std::pair<GroupementId, const SettledRow*>>;  // nothing: the year was not settled for it

// The rows of a year as recorded, every groupement in byte order.
YearRows recorded_rows(const Book& recorded, const std::vector<GroupementId>& groups, Year year) {
    YearRows rows;
    rows.reserve(groups.size());
    for (const GroupementId& id : groups) {
        const auto& settled = recorded.find(id)->settled;
        const auto line = settled.find(year);
        rows.emplace_back(id, line == settled.end() ? nullptr : &line->second.row);
    }
    return rows;
}

Differences compare_year(Year year, const YearRows& before, const std::vector<SettlementLine>& after) {
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
    const std::vector<GroupementId> groups = recorded.groupements();
    const std::vector<SettlementLine> none;
    simulation.settlements.reserve(static_cast<std::size_t>(std::max(0, years.last - years.first + 1)));  // they stay
    std::vector<std::future<Differences>> compared;  // while the next year is settled
    const auto compare = [&](Year year, const std::vector<SettlementLine>& lines) {
        compared.push_back(std::async(std::launch::async, [year, &lines, rows = recorded_rows(recorded, groups, year)] {
            return compare_year(year, rows, lines);
        }));
    };
    for (Year year = years.first; year <= years.last; ++year) {
        patience.check();
        const bool wanted = shown.contains(year);
        if (groups_of(supposed, year).empty() && (!wanted || recorded.common().settled.contains(year))) {
            if (wanted) compare(year, none);
            continue;
        }
        auto drafts = IPEP_TRY(decide_settlement(supposed, year, Day{}));
        Settlement settlement = settlement_of(supposed, std::move(drafts));
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

void compare_rows(Year year, const GroupementId& groupement, const SettledRow* before, const SettledRow* after,
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
    if (recorded.groupements().empty()) return refuse(code::nothing_to_simulate);
    Book supposed = book_of(recorded, supposition.spending);
    YearRange years;
    try {
        IPEP_TRY(suppose(supposed, supposition));
        years = years_to_settle(recorded, supposed, supposition);
        return settle_all(recorded, supposed, years, supposition.years.value_or(years), patience);
    } catch (const OutOfRange&) {
        return refuse(code::amount_out_of_range, {{"year", std::to_string(years.last)}});
    }
}

}  // namespace ipep
