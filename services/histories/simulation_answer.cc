#include "services/histories/simulation_answer.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "services/answers/figures.h"

namespace ipep {
namespace {

namespace json = boost::json;

json::object scheme_answer(const SchemeYear& year) {
    json::object answer;
    if (year.year != 0) answer["year"] = year.year.number;
    answer["savings"] = to_text(year.savings);
    answer["incentives"] = to_text(year.incentives);
    answer["balance"] = to_text(year.balance());
    return answer;
}

json::array scheme_answer(const std::vector<SchemeYear>& scheme) {
    json::array list;
    for (const SchemeYear& year : scheme) list.push_back(scheme_answer(year));
    return list;
}

void put_point(const SweepPoint& point, json::object& to) {
    to["scheme"] = scheme_answer(point.scheme);
    for (const auto& [name, amount] : scheme_answer(point.total)) to[name] = amount;
}

json::object spread_answer(const Spread& spread) {
    json::object answer;
    for_each_member(spread, [&](const char* name, Money amount) { answer[name] = to_text(amount); });
    return answer;
}

json::object year_answer(const DrawnYear& year) {
    json::object answer;
    if (year.year != 0) answer["year"] = year.year.number;
    for_each_member(year, [&](const char* name, const auto& member) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, Spread>)
            answer[name] = spread_answer(member);
    });
    return answer;
}

json::object amount_answer(const DrawnAmount& amount) {
    json::object answer{{"groupement", amount.groupement.text}};
    if (amount.year != 0) answer["year"] = amount.year.number;
    answer["due"] = spread_answer(amount.due);
    answer["groupCap"] = spread_answer(amount.groupCap);
    if (amount.year != 0) return answer;
    answer["more"] = amount.more;
    answer["same"] = amount.same;
    answer["less"] = amount.less;
    return answer;
}

json::object side_answer(const BreakEvenSide& side) {
    return {{"value", to_text(side.value)}, {"figure", to_text(side.figure)}};
}

}  // namespace

Simulation shown_to(const Reader& reader, Simulation simulation) {
    for (Settlement& one : simulation.settlements)
        std::erase_if(one.groups, [&](const SettlementLine& line) { return !reader.sees(line.row.groupement); });
    std::erase_if(simulation.differences, [&](const FigureDifference& one) { return !reader.sees(one.groupement); });
    return simulation;
}

Drawn shown_to(const Reader& reader, Drawn drawn) {
    std::erase_if(drawn.amounts, [&](const DrawnAmount& one) { return !reader.sees(one.groupement); });
    return drawn;
}

json::array figures_answer(const std::vector<FigureDifference>& all, const char* before, const char* after) {
    json::array list;
    for (const FigureDifference& one : all) {
        json::object answer{{"groupement", one.groupement.text}};
        if (one.year != 0) answer["year"] = one.year.number;
        answer["field"] = one.field;
        answer[before] = one.before;
        answer[after] = one.after;
        list.push_back(std::move(answer));
    }
    return list;
}

json::object simulation_answer(const Simulation& simulation) {
    json::array settlements;
    for (const Settlement& one : simulation.settlements) settlements.push_back(settlement_figures(one));
    return {{"settlements", std::move(settlements)},
            {"differences", figures_answer(simulation.differences, "recorded", "simulated")},
            {"scheme", scheme_answer(simulation.scheme)},
            {"total", scheme_answer(simulation.total())}};
}

json::object sweep_answer(const Sweep& sweep, const std::vector<SweepPoint>& points) {
    json::array list;
    for (const SweepPoint& point : points) {
        json::object one{{"value", to_text(point.values.front())}};
        put_point(point, one);
        list.push_back(std::move(one));
    }
    return {{"parameter", sweep.parameter}, {"points", std::move(list)}};
}

json::object grid_answer(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points) {
    json::array parameters, list;
    for (const Sweep& sweep : sweeps) parameters.emplace_back(sweep.parameter);
    for (const SweepPoint& point : points) {
        json::array values;
        for (const Exact& value : point.values) values.emplace_back(to_text(value));
        json::object one{{"values", std::move(values)}};
        put_point(point, one);
        list.push_back(std::move(one));
    }
    return {{"parameters", std::move(parameters)}, {"points", std::move(list)}};
}

json::object drawn_answer(const Drawn& drawn) {
    json::object errors;
    for_each_member(drawn.plan.errors, [&](const char* name, const Ratio& share) { errors[name] = share.text; });
    json::array years, amounts;
    for (const DrawnYear& year : drawn.years) years.push_back(year_answer(year));
    for (const DrawnAmount& amount : drawn.amounts) amounts.push_back(amount_answer(amount));
    return {{"draws", drawn.plan.draws},   {"seed", std::to_string(drawn.plan.seed)},
            {"generator", "SplitMix64"},   {"distribution", "sum of twelve uniform numbers"},
            {"errors", std::move(errors)}, {"against", drawn.paired ? "recorded" : "withoutErrors"},
            {"years", std::move(years)},   {"groupements", std::move(amounts)}};
}

json::object break_even_answer(const BreakEvenPlan& plan, const BreakEven& found) {
    json::object reach{{"figure", plan.reach.figure}};
    if (plan.reach.groupement) reach["groupement"] = plan.reach.groupement->text;
    reach["amount"] = to_text(plan.reach.amount);
    return {{"parameter", plan.parameter},
            {"reach", std::move(reach)},
            {"before", side_answer(found.before)},
            {"after", side_answer(found.after)},
            {"crosses", found.crosses}};
}

}  // namespace ipep
