// What a reading is worth is what a simulation with it alone gives, and what was computed independently.
#include "services/histories/reading_worth.h"

#include <gtest/gtest.h>

#include "ledger/total.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

struct Settled {
    TrialLedger ledger;
    explicit Settled(const char* facts) {
        ledger.append_data(facts);
        for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) ledger.settle(year);
    }
    const Book& book() { return ledger.service().book(); }
};

const AlternativeWorth* found(const std::vector<ReadingWorth>& worths, const std::string& path,
                              const std::string& value) {
    for (const ReadingWorth& one : worths)
        for (const AlternativeWorth& alternative : one.alternatives)
            if (one.reading.path == path && alternative.value == value) return &alternative;
    return nullptr;
}

// Computed for notes on the text with exact fractions, by another program: −598 935 € over five years.
TEST(ReadingWorth, AFullScoreOfOneHundredAndTwentyMovesWhatWasComputedElsewhere) {
    Settled settled("experiment.jsonl");
    const auto worths = worth_of_readings(settled.book(), {});
    const auto* full = found(worths, "quality.scoreForFullAmount", R"("120")");
    ASSERT_TRUE(full);
    EXPECT_EQ(to_text(full->moved).substr(0, 7), "-598935");
}

TEST(ReadingWorth, IsWhatASimulationWithItAloneGives) {
    Settled settled("worked.jsonl");
    const auto worths = worth_of_readings(settled.book(), {});
    const auto* full = found(worths, "quality.scoreForFullAmount", R"("120")");
    ASSERT_TRUE(full && !full->refused);
    Supposition supposition;
    supposition.parameters = {{"quality.scoreForFullAmount", Exact(120)}};
    const auto simulation = simulate(settled.book(), supposition);
    ASSERT_TRUE(simulation);
    Total recorded, groups;
    for (const GroupementId& id : settled.book().groupements())
        for (const auto& [year, line] : settled.book().find(id)->settled) recorded += line.row.due;
    for (const auto& [id, amount] : full->groups) groups += amount;
    EXPECT_EQ(full->moved, simulation->total().incentives - recorded.money());
    EXPECT_EQ(full->moved, groups.money());
    EXPECT_LT(full->moved, Money());
}

TEST(ReadingWorth, OfSomeGroupsIsWhatMovesForThem) {
    Settled settled("experiment.jsonl");
    const auto all = worth_of_readings(settled.book(), {});
    const auto* full = found(all, "quality.scoreForFullAmount", R"("120")");
    ASSERT_TRUE(full);
    ASSERT_GT(full->groups.size(), 1u);
    const auto& [one, amount] = *full->groups.begin();
    const auto of_one = of_groups(all, [&](const GroupementId& id) { return id == one; });
    const auto* part = found(of_one, "quality.scoreForFullAmount", R"("120")");
    ASSERT_TRUE(part);
    EXPECT_EQ(part->groups.size(), 1u);
    EXPECT_EQ(part->moved, amount);
}

TEST(ReadingWorth, OfOneYearIsThatYearsAlone) {
    Settled settled("experiment.jsonl");
    Total years;
    for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) {
        const auto worths = worth_of_readings(settled.book(), year);
        const auto* of_year = found(worths, "quality.scoreForFullAmount", R"("120")");
        ASSERT_TRUE(of_year);
        years += of_year->moved;
    }
    const auto worths = worth_of_readings(settled.book(), {});
    EXPECT_EQ(years.money(), found(worths, "quality.scoreForFullAmount", R"("120")")->moved);
}

TEST(ReadingWorth, AnAlternativeThatCannotBeSettledSaysWhy) {
    Settled settled("worked.jsonl");
    const auto worths = worth_of_readings(settled.book(), {});
    const auto* longer = found(worths, "efficiency.trendYears", "3");
    ASSERT_TRUE(longer);
    ASSERT_TRUE(longer->refused);
    EXPECT_FALSE(longer->refused->missing.empty()) << "spending of years that nobody recorded";
}

}  // namespace
}  // namespace ipep
