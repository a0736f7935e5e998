// What the questions that read a state, explain it and suppose another say.
#include "services/words/language.h"
#include "tools/pages/event_line.h"
#include "tools/pages/explanation_page.h"
#include "tools/pages/histories_page.h"
#include "tools/pages/page.h"
#include "tools/pages/rules_page.h"
#include "tools/pages/simulation_page.h"
#include "tools/pages/sweep_page.h"
#include "tools/pages/text_pages.h"

namespace ipep {

std::string TextPages::of(const SettlementShown& value) {
    std::string text = settlement_page(value.settlement);
    if (!value.would_change) return text;
    return text + '\n' +
           fill(tr("What {year} rests on changed after it was settled; settling again would change it "
                   "(`ipep review stale`)."),
                {{"year", to_text(value.settlement.head.settled.year)}}) +
           '\n';
}

std::string TextPages::of(const SettlementsShown& value) { return settlements_page(value); }
std::string TextPages::of(const BalancesShown& value) { return balances_page(value); }
std::string TextPages::of(const EnvelopeRows& value) { return envelope_page(value); }

std::string TextPages::of(const StatementShown& value) {
    return statement_page(value.name, value.groupement, value.lines);
}

std::string TextPages::line(const EventShown& row) { return event_line(row.event); }

std::string TextPages::of(const RulesShown& value) {
    std::string page;
    for (const AdoptedRules& one : value.versions) page += rules_page(one.noted.value);
    if (value.better.empty()) return page;
    return page +
           fill(tr("To adopt, the reading of the text that this program takes for the better one: "
                   "ipep rules --shipped (edition {rules})"),
                {{"rules", value.better}}) +
           '\n';
}

std::string TextPages::of(const questions::Explain& question, const ExplanationShown& value) {
    return explanation_text(value.derivation, asked_of(question.reference), value.depth, question.full, value.notes);
}

std::string TextPages::drawing(std::string_view format, const ExplanationShown& value) {
    if (format == "dot") return explanation_dot(value.derivation);
    return explanation_html(value.derivation, asked_of(value.reference));
}

std::string TextPages::of(const questions::History& question, const AmountHistory& value) {
    return history_page(value, question.full);
}

std::string TextPages::of(const questions::Diff& question, const DifferenceShown& value) {
    return difference_page(value.difference, value.before, value.after, question.full);
}

std::string TextPages::of(const questions::Review& question, const ReviewShown& value) {
    return review_page(value.list, value.amounts, question.full);
}
std::string TextPages::of(const questions::Review& question, const ReadingsShown& value) {
    return readings_page(value.worths, question.full);
}
std::string TextPages::of(const questions::Review& question, const StaleShown& value) {
    return stale_page(value.years, question.full);
}

std::string TextPages::of(const LateShown& value) { return late_page(value.late); }

std::string TextPages::of(const questions::Simulate& question, const SimulationShown& value) {
    std::string text = simulation_page(value, question.full);
    if (!value.sweeps.empty()) text += '\n' + sweep_page(value.sweeps, value.points);
    if (value.drawn) text += '\n' + drawn_page(*value.drawn, question.full);
    if (value.break_even) text += '\n' + break_even_page(value.break_even->first, value.break_even->second);
    return text;
}

}  // namespace ipep
