// What `review assumed` lists, in one pass, is what each amount's own derivation says.
#include "services/histories/review.h"

#include <gtest/gtest.h>

#include <sstream>

#include "services/histories/amount_history.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

void collect(const Explanation& node, std::set<const Explanation*>& seen, std::set<std::string>& assumed) {
    if (!seen.insert(&node).second) return;
    if (node.event && node.cite && (node.cite->status == "assumed" || node.cite->status == "contradictory"))
        assumed.insert(node.label());
    for (const auto& input : node.inputs) collect(*input, seen, assumed);
}

void expect_as_derived(LedgerService& ledger) {
    const auto reviewed = review(ledger.store(), ledger.views(), ReviewList::assumed, {});
    ASSERT_TRUE(reviewed);
    std::map<std::string, std::set<std::string>> listed;
    for (const ReviewedAmount& amount : *reviewed)
        for (const ReviewReason& reason : amount.because) {
            EXPECT_TRUE(listed[amount.reference].insert(reason.parameter).second) << "each once";
            EXPECT_TRUE(reason.event);
        }
    std::size_t amounts = 0;
    for (const GroupementId& id : ledger.book().groupements()) {
        std::vector<std::string> references;
        const GroupState& page = *ledger.book().find(id);
        if (page.seedCredit) references.push_back("seedCredit/" + id.text);
        for (const auto& [year, line] : page.settled)
            references.push_back("settlement/" + to_text(year) + '/' + id.text + "/due");
        for (const std::string& reference : references) {
            const auto derivation = explain(ledger.store(), ledger.views(), reference);
            ASSERT_TRUE(derivation) << reference;
            std::set<const Explanation*> seen;
            std::set<std::string> assumed;
            collect(*derivation->root, seen, assumed);
            EXPECT_EQ(listed[reference], assumed) << reference;
            ++amounts;
        }
    }
    EXPECT_GT(amounts, 3u);
}

TEST(Review, AssumedParametersAreThoseOfEachAmountsOwnDerivation) {
    for (const char* facts : {"worked.jsonl", "edges.jsonl"}) {
        SCOPED_TRACE(facts);
        TrialLedger ledger;
        ledger.append_data(facts);
        for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) ledger.settle(year);
        expect_as_derived(ledger.service());
    }
}

// A year that is settled again behind later ones, which keep their revision or get another.
TEST(Review, AlsoWhereAYearWasSettledAgainBehindLaterOnes) {
    TrialLedger ledger;
    ledger.append_data("edges.jsonl");
    for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) ledger.settle(year);
    ledger.append_data("edges.corrections.jsonl");
    ledger.settle(2019);
    expect_as_derived(ledger.service());
}

struct Derived {
    std::size_t amounts = 0, nodes = 0;
};

// The experiment with its first groupements alone, every due derived.
Derived every_due(std::size_t groupements) {
    std::istringstream facts(read_data("experiment.jsonl"));
    std::string kept;
    for (std::string line; std::getline(facts, line);) {
        const auto id = line.find("IPEP");
        if (id == std::string::npos || std::stoul(line.substr(id + 4, 3)) <= groupements) kept += line + '\n';
    }
    TrialLedger ledger;
    ledger.append(kept);
    for (const ResultYear year : {2019, 2020, 2021, 2022}) ledger.settle(year);
    Derived all;
    const auto count = [&](const GroupementId&, ResultYear, const Explanation& root) {
        std::set<const Explanation*> seen;
        std::set<std::string> assumed;
        collect(root, seen, assumed);
        ++all.amounts;
        all.nodes += seen.size();
    };
    explain_dues(
        ledger.service().store(), ledger.service().views(), [](const auto&, ResultYear) { return true; }, count);
    return all;
}

// A bug's test: every amount brought along what each other groupement brings to the national sums.
TEST(Review, AnAmountCostsTheSameHoweverManyGroupementsThereAre) {
    const Derived few = every_due(10), many = every_due(30);
    EXPECT_GT(few.amounts, 9u);
    EXPECT_GT(many.amounts, 2 * few.amounts);
    EXPECT_LT(many.nodes * few.amounts * 2, few.nodes * many.amounts * 3) << "nodes an amount, by half more at most";
}

// A history reads the log forwards; each revision's derivation is the one that was given then.
TEST(AmountHistory, EachRevisionIsDerivedAsItWasThen) {
    TrialLedger ledger;
    ledger.append_data("edges.jsonl");
    for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) ledger.settle(year);
    ledger.append_data("edges.corrections.jsonl");
    ledger.settle(2019);
    LedgerService& service = ledger.service();
    std::size_t revised = 0;
    for (const GroupementId& id : service.book().groupements()) {
        const GroupState& page = *service.book().find(id);
        if (page.settled.empty() || revised > 12) continue;
        const ResultYear year = page.settled.rbegin()->first;
        const std::string reference = "settlement/" + to_text(year) + '/' + id.text + "/due";
        const auto history = amount_history(service.store(), service.views(), reference);
        ASSERT_TRUE(history);
        GroupTraces traces(service.store(), id);
        for (const AmountRevision& revision : history->revisions) {
            if (revision.value.empty()) continue;
            const Position head = service.views().settlements().head(year, revision.revision)->position;
            Views then;
            then.catch_up(service.store(), head);
            const auto kept = explain(service.store(), then, reference, traces);
            const auto afresh = explain(service.store(), then, reference);
            ASSERT_TRUE(kept && afresh) << reference;
            EXPECT_EQ(kept->root->value, afresh->root->value);
            EXPECT_EQ(kept->root->formula, afresh->root->formula);
            EXPECT_EQ(to_exact(Decimal{afresh->root->value}), to_exact(Decimal{revision.value}));
            ++revised;
        }
    }
    EXPECT_GT(revised, 12u);
}

}  // namespace
}  // namespace ipep
