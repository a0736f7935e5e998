// The tables of a simulation as CSV.
#include <boost/json.hpp>

#include "events/event_json.h"
#include "events/json_walk.h"
#include "services/files/csv_text.h"
#include "services/histories/simulation_answer.h"

namespace ipep {
namespace {

class Csv {
public:
    Csv& cell(std::string_view text) {
        if (!std::exchange(first_, false)) text_ += ',';
        append_csv_text(text_, text);
        return *this;
    }
    Csv& cell(Money amount) { return cell(to_text(amount)); }
    void end() {
        text_ += '\n';
        first_ = true;
    }
    std::string text() && { return std::move(text_); }

private:
    std::string text_;
    bool first_ = true;
};

std::string figure_text(const boost::json::value& figure) {
    if (figure.is_null()) return {};
    return figure.is_string() ? std::string(figure.as_string()) : boost::json::serialize(figure);
}

std::string year_text(ResultYear year) { return year == 0 ? "all" : to_text(year); }

constexpr const char* kSpreadNames[] = {"without", "mean", "p05", "p25", "p50", "p75", "p95"};

void put_spread(Csv& csv, const char* figure, const Spread& spread) {
    csv.cell(figure);
    for (const Money amount : {spread.without, spread.mean, spread.p05, spread.p25, spread.p50, spread.p75, spread.p95})
        csv.cell(amount);
}

}  // namespace

std::string sweep_csv(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points) {
    Csv csv;
    for (const Sweep& sweep : sweeps) csv.cell(sweep.parameter);
    csv.cell("year").cell("savings").cell("incentives").cell("balance").end();
    const auto row = [&](const SweepPoint& point, const SchemeYear& year) {
        for (const Exact& value : point.values) csv.cell(to_text(value));
        csv.cell(year_text(year.year)).cell(year.savings).cell(year.incentives).cell(year.balance()).end();
    };
    for (const SweepPoint& point : points) {
        for (const SchemeYear& year : point.scheme) row(point, year);
        row(point, point.total);
    }
    return std::move(csv).text();
}

std::string drawn_csv(const Drawn& drawn) {
    Csv csv;
    csv.cell("groupement").cell("year").cell("figure");
    for (const char* name : kSpreadNames) csv.cell(name);
    csv.cell("more").cell("same").cell("less").end();
    const auto row = [&](const std::string& groupement, ResultYear year, const char* figure, const Spread& spread,
                         const DrawnAmount* counts) {
        csv.cell(groupement).cell(year_text(year));
        put_spread(csv, figure, spread);
        if (counts)
            csv.cell(std::to_string(counts->more))
                .cell(std::to_string(counts->same))
                .cell(std::to_string(counts->less));
        else
            csv.cell("").cell("").cell("");
        csv.end();
    };
    for (const DrawnYear& year : drawn.years)
        for_each_member(year, [&](const char* name, const auto& member) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, Spread>)
                row("", year.year, name, member, nullptr);
        });
    for (const DrawnAmount& one : drawn.amounts) {
        row(one.groupement.text, one.year, "due", one.due, one.year == 0 ? &one : nullptr);
        row(one.groupement.text, one.year, "groupCap", one.groupCap, nullptr);
    }
    return std::move(csv).text();
}

std::string simulation_csv(const Simulation& simulation) {
    std::map<std::pair<ResultYear, GroupementId>, std::string> recorded;  // the due, where it differs
    for (const FigureDifference& one : simulation.differences)
        if (one.field == "due") recorded[{one.year, one.groupement}] = figure_text(one.before);
    Csv csv;
    csv.cell("year");
    for_each_member_type<SettledRow>([&]<class Member>(const char* name) { csv.cell(name); });
    csv.cell("dueRecorded").end();
    for (const Settlement& one : simulation.settlements)
        for (const SettlementLine& line : one.groups) {
            const ResultYear year = one.head.settled.year;
            csv.cell(to_text(year));
            for_each_member(line.row,
                            [&](const char*, const auto& member) { csv.cell(figure_text(member_to_json(member))); });
            const auto moved = recorded.find({year, line.row.groupement});
            csv.cell(moved == recorded.end() ? to_text(line.row.due) : moved->second).end();
        }
    // Settled as recorded, and not as simulated.
    for (const FigureDifference& one : simulation.differences) {
        if (one.field != "due" || !one.after.is_null()) continue;
        csv.cell(to_text(one.year));
        for_each_member_type<SettledRow>([&]<class Member>(const char* name) {
            csv.cell(name == std::string_view("groupement") ? one.groupement.text : "");
        });
        csv.cell(figure_text(one.before)).end();
    }
    return std::move(csv).text();
}

}  // namespace ipep
