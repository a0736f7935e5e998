// A derivation asked for while the settlement it stands in is not whole yet: the national figures are computed from the
// facts, where later they are read from the record.
#include "projections/derivation.h"

#include <gtest/gtest.h>

#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

// Names and figures in their order; without the events, of which those of the others are not there yet, and of these
// the capped amounts alone.
void write_figures(const Explanation& node, const std::string& own, std::string& to) {
    to += node.name + '[' + node.of + "] " + node.value + " (";
    if (node.name != "capped" || node.of == own)
        for (const ExplanationPtr& input : node.inputs) write_figures(*input, own, to);
    to += ")\n";
}

std::string figures_at(const Store& store, Position position, const std::string& reference, const std::string& own) {
    const auto views = Views::at(store, position);
    const auto found = explain(store, *views, reference);
    std::string figures;
    if (found)
        write_figures(*found->root, own, figures);
    else
        ADD_FAILURE() << reference << " at " << position << ": " << found.error().sentence();
    return figures;
}

// Each due amount at a position, alone and with all others; that each gives what was recorded is a check of explain().
void explain_all(const Store& store, Position at) {
    const auto views = Views::at(store, at);
    std::map<std::pair<GroupementId, ResultYear>, std::string> dues;
    explain_dues(
        store, *views, [](const GroupementId&, ResultYear) { return true; },
        [&](const GroupementId& id, ResultYear year, const Explanation& due) {
            dues[{id, year}] = due.value;
        });
    std::size_t next = 0;
    for (const auto& [of, value] : dues) {
        if (next++ % 5 != 0) continue;
        const auto found =
            explain(store, *views, "settlement/" + to_text(of.second) + '/' + of.first.text + "/due", Looking{2});
        ASSERT_TRUE(found) << of.first.text << " at " << at;
        EXPECT_EQ(found->root->value, value);
    }
    EXPECT_GT(dues.size(), 20u);
}

TEST(Derivation, IsTheSameInTheMiddleOfSettlementsAsAtTheirEnd) {
    TrialLedger ledger("derivation");
    ledger.append_data("edges.jsonl");
    const std::vector<ResultYear> years = {2019, 2020, 2021};
    for (const ResultYear year : years) ledger.settle(year);
    ledger.append_data("edges.corrections.jsonl");
    for (const ResultYear year : years) ledger.settle(year);
    LedgerService& service = ledger.service();
    int compared = 0;
    std::vector<std::pair<Position, IncentiveSettled>> lines;
    for (Position at = 1; at <= service.store().head(); ++at) {
        const Event event = service.event(at, false);
        if (const auto* line = std::get_if<IncentiveSettled>(&event.body); line && line->revision == 2)
            lines.emplace_back(at, *line);
        if (!std::holds_alternative<YearSettled>(event.body)) continue;
        for (std::size_t i = 0; i < lines.size(); i += 5, ++compared)
            for (const char* figure : {"due", "qualityRight"}) {
                const auto& [position, line] = lines[i];
                const std::string reference =
                    "settlement/" + to_text(line.year) + '/' + line.groupement.text + '/' + figure;
                const std::string wanted = figures_at(service.store(), at, reference, line.groupement.text);
                EXPECT_GT(wanted.size(), 40u);
                EXPECT_EQ(figures_at(service.store(), position, reference, line.groupement.text), wanted)
                    << reference << " at " << position;
            }
        lines.clear();
        explain_all(service.store(), at);
    }
    EXPECT_GT(compared, 15);
}

// As deep as it is asked for, with all that each node there rests on.
void write_down_to(const Explanation& node, int depth, std::string& to) {
    to += node.name + '[' + node.of + "] " + node.value + " (";
    if (depth > 0)
        for (const ExplanationPtr& input : node.inputs) write_down_to(*input, depth - 1, to);
    to += ")\n";
}

TEST(Derivation, AsDeepAsLookedAtIsTheWholeOneCutThere) {
    TrialLedger ledger("depth");
    ledger.append_data("edges.jsonl");
    for (const ResultYear year : {2019, 2020, 2021}) ledger.settle(year);
    LedgerService& service = ledger.service();
    int compared = 0;
    for (const GroupementId& id : service.book().groupements()) {
        const std::string reference = "settlement/2021/" + id.text + "/due";
        const auto whole = explain(service.store(), service.views(), reference);
        if (!whole) continue;  // it has no such year
        for (const int depth : {1, 4, 7, 10, 13, 16, 20}) {
            const auto part = explain(service.store(), service.views(), reference, Looking{depth});
            ASSERT_TRUE(part) << reference;
            std::string wanted, found;
            write_down_to(*whole->root, depth, wanted);
            write_down_to(*part->root, depth, found);
            ASSERT_EQ(found, wanted) << reference << " down to " << depth;
            ++compared;
        }
    }
    EXPECT_GT(compared, 50);
}

// With fewer result years a settlement made again annuls those that are none any more, one after the other.
TEST(Derivation, HoldsWhileYearsAreAnnulled) {
    TrialLedger ledger("annulled");
    ledger.append_data("experiment.jsonl");
    for (const ResultYear year : {2019, 2020, 2021}) ledger.settle(year);
    LedgerService& service = ledger.service();
    std::vector<RulesAdopted> fewer;
    for (const AdoptedRules& one : service.book().common().rules) {
        fewer.push_back(one.noted.value);
        fewer.back().parameters->phases.mixedYears = 1;
        fewer.back().parameters->phases.resultYears = 1;
    }
    int key = 0;
    for (const RulesAdopted& rules : fewer)
        ledger.append(sample::line(rules, "fewer-" + std::to_string(++key), "2024-05-31"));
    const Position before = service.store().head();
    ledger.settle(2020);
    int annulled = 0;
    for (Position at = before + 1; at <= service.store().head(); ++at)
        if (std::holds_alternative<IncentiveAnnulled>(service.event(at, false).body) && annulled++ % 8 == 4)
            explain_all(service.store(), at);
    EXPECT_GT(annulled, 20);
}

}  // namespace
}  // namespace ipep
