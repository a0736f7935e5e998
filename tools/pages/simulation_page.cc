#include "tools/pages/simulation_page.h"

#include "services/words/language.h"
#include "tools/pages/figure_table.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"

namespace ipep {
namespace {

using Align = TextTable::Align;

// "Simulation · rules avenant-2022 from 2022 · spending −0.5 % a year · caps.groupement=0.01 · without G02"
std::string title_of(const SimulationShown& shown) {
    const Supposition& supposition = shown.supposition;
    std::string title = tr("Simulation");
    if (supposition.changes_nothing()) return title + " · " + tr("rules and spending as recorded");
    for (const RulesAdopted& rules : supposition.rules)
        title += " · " + fill(tr("rules {rules} from {year}"),
                              {{"rules", rules.rules.text}, {"year", to_text(rules.fromYear)}});
    if (supposition.spending != 1)
        title += " · " + fill(tr("spending {percent} % a year"),
                              {{"percent", shown_decimal(to_text((supposition.spending - 1) * 100))}});
    for (const std::string& setting : shown.settings) title += " · " + setting;
    for (const GroupementId& id : supposition.without)
        title += " · " + fill(tr("without {groupement}"), {{"groupement", id.text}});
    if (!supposition.facts.empty())
        title += " · " + fill(tr("facts supposed: {count}"),
                              {{"count", shown_count(static_cast<std::int64_t>(supposition.facts.size()))}});
    return title;
}

std::string scheme_table(const Simulation& simulation, const std::map<ResultYear, Money>& recorded) {
    TextTable table({{tr("Year"), Align::left},
                     {tr("Rules"), Align::left},
                     {tr("Groupements"), Align::right},
                     {tr("Savings"), Align::right},
                     {tr("Due, recorded"), Align::right},
                     {tr("Due, simulated"), Align::right},
                     {tr("Difference"), Align::right},
                     {tr("Balance"), Align::right}});
    Money all_recorded;
    for (std::size_t i = 0; i < simulation.scheme.size(); ++i) {
        const SchemeYear& year = simulation.scheme[i];
        const auto known = recorded.find(year.year);
        const Money was = known == recorded.end() ? Money() : known->second;
        all_recorded += was;
        const Settlement& settlement = simulation.settlements[i];
        table.row({to_text(year.year), settlement.head.settled.rules.text,
                   shown_count(static_cast<std::int64_t>(settlement.groups.size())), cell(year.savings), cell(was),
                   cell(year.incentives), cell(year.incentives - was), cell(year.balance())});
    }
    const SchemeYear total = simulation.total();
    table.rule();
    table.row({tr("Total"), "", "", cell(total.savings), cell(all_recorded), cell(total.incentives),
               cell(total.incentives - all_recorded), cell(total.balance())});
    return table.text();
}

}  // namespace

std::string simulation_page(const SimulationShown& shown, bool full) {
    const Simulation& simulation = shown.simulation;
    std::string page = strong(title_of(shown)) + "\n\n" + scheme_table(simulation, shown.recorded);
    page += tr("Savings: sum of evolution × patients; below zero, the groups cost more than expected.\n"
               "Balance: savings less incentives. Nothing was recorded.") +
            '\n';
    if (simulation.differences.empty()) return page + '\n' + tr("No figure differs from what is recorded.") + '\n';
    const Sides sides{tr("recorded"), tr("simulated")};
    page += '\n' + strong(tr("Step by step, all groupements and years")) + '\n' + step_table(simulation.differences);
    return page + '\n' + strong(tr("Groupement by groupement")) + '\n' + due_table(simulation.differences, sides, full);
}

}  // namespace ipep
