#include "tools/pages/figure_table.h"

#include <boost/json.hpp>

#include "events/describe.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

using Align = TextTable::Align;

// A side without the row, and a figure that is no amount, count as nothing.
Money amount_of(const boost::json::value& value) {
    const auto* text = value.if_string();
    return text ? parse_money(*text).value_or(Money()) : Money();
}

struct Change {
    Money before, after;
    std::size_t figures = 0;
    bool moves() const { return before != after; }
};

}  // namespace

std::string more_than(std::size_t all, bool full) {
    if (full || all <= kMostRows) return {};
    return fill(tr("… {count} more; --full shows all."),
                {{"count", shown_count(static_cast<std::int64_t>(all - kMostRows))}}) +
           '\n';
}

std::string due_table(const std::vector<FigureDifference>& differences, const Sides& sides, bool full) {
    std::map<std::pair<ResultYear, GroupementId>, Change> lines;
    for (const FigureDifference& one : differences) {
        Change& line = lines[{one.year, one.groupement}];
        ++line.figures;
        if (one.field != "due") continue;
        line.before = amount_of(one.before);
        line.after = amount_of(one.after);
    }
    TextTable table({{tr("Year"), Align::left},
                     {tr("Groupement"), Align::left},
                     {tr("Due") + ", " + sides.before, Align::right},
                     {tr("Due") + ", " + sides.after, Align::right},
                     {tr("Difference"), Align::right},
                     {tr("Figures that differ"), Align::right}});
    Change total;
    std::size_t shown = 0;
    for (const auto& [key, line] : lines) {
        total.before += line.before;
        total.after += line.after;
        total.figures += line.figures;
        if (shown == kMostRows && !full) continue;
        ++shown;
        const bool moves = line.moves();
        table.row({to_text(key.first), key.second.text, moves ? cell(line.before) : tr("unchanged"),
                   moves ? cell(line.after) : tr("unchanged"), cell(line.after - line.before),
                   std::to_string(line.figures)});
    }
    table.rule();
    table.row({tr("Total"), "", "", "", cell(total.after - total.before),
               shown_count(static_cast<std::int64_t>(total.figures))});
    return table.text() + more_than(lines.size(), full);
}

std::string balance_table(const std::vector<FigureDifference>& differences, const Sides& sides, bool full) {
    TextTable table({{tr("Groupement"), Align::left},
                     {tr("Balance of"), Align::left},
                     {sides.before, Align::right},
                     {sides.after, Align::right},
                     {tr("Difference"), Align::right}});
    std::size_t shown = 0;
    for (const FigureDifference& one : differences) {
        if (shown == kMostRows && !full) break;
        ++shown;
        const Money before = amount_of(one.before), after = amount_of(one.after);
        table.row({one.groupement.text, spoken(one.field), cell(before), cell(after), cell(after - before)});
    }
    return table.text() + more_than(differences.size(), full);
}

std::string step_table(const std::vector<FigureDifference>& differences) {
    std::map<std::string, Change> steps;
    for (const FigureDifference& one : differences) {
        Change& step = steps[one.field];
        step.before += amount_of(one.before);
        step.after += amount_of(one.after);
        ++step.figures;
    }
    TextTable table(
        {{tr("Step"), Align::left}, {tr("Difference"), Align::right}, {tr("Figures that differ"), Align::right}});
    for_each_member_type<SettledRow>([&]<class Member>(const char* name) {
        const auto found = steps.find(name);
        if (!std::is_same_v<Member, Money> || found == steps.end()) return;
        const Change& step = found->second;
        table.row({spoken(name), cell(step.after - step.before), shown_count(static_cast<std::int64_t>(step.figures))});
    });
    return table.text();
}

}  // namespace ipep
