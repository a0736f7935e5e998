#include "tests/scenario.h"

#include "projections/views.h"

#include "ledger/rules_in_force.h"
#include "ledger/traced.h"

namespace ipep {
namespace {

using namespace sample;

EfficiencyRules<Exact> efficiency_in_force() { return {exact("0.05"), exact("1/2"), exact("1/3"), exact("2/3")}; }
Exact gap(const char* actual, const char* adjusted) {
    return spending_gap(exact(actual), exact(adjusted), exact("0.05"));
}

TEST(EfficiencyGain, TheGapIsMeasuredFromTheLowerBoundOfTheInterval) {
    COVERS("CDC 2019 §8-II");
    COVERS("CDC 2019 §8-II, annexe 5");
    EXPECT_EQ(gap("900", "1000"), 50);
    EXPECT_EQ(gap("949.99", "1000"), exact("0.01"));
}

TEST(EfficiencyGain, InsideTheIntervalThereIsNoGapAndItsBoundsAreInside) {
    COVERS("CDC 2019 §8-II, annexe 5");
    EXPECT_EQ(gap("950", "1000"), 0);
    EXPECT_EQ(gap("1000", "1000"), 0);
    EXPECT_EQ(gap("1050", "1000"), 0);
}

TEST(EfficiencyGain, AboveTheUpperBoundTheGapIsNegative) {
    COVERS("CDC 2019 §8-II, annexe 5");
    EXPECT_EQ(gap("1050.01", "1000"), exact("-0.01"));
    EXPECT_EQ(gap("1100", "1000"), -50);
}

TEST(EfficiencyGain, ADerivationSaysOnWhichSideOfTheIntervalTheSpendingLies) {
    COVERS("CDC 2019 §8-II, annexe 5");
    const auto formula = [](const char* actual) {
        Explanation told;
        told.name = "actual";
        const Traced spent = Traced::leaf(std::make_shared<Explanation>(told), exact(actual));
        return spending_gap(spent, Traced(1000), Traced(exact("0.05"))).node()->formula;
    };
    EXPECT_EQ(formula("949"), "950 - actual, as actual < 950");
    EXPECT_EQ(formula("950"), "0, as actual >= 950 and actual <= 1050") << "the lower bound is inside";
    EXPECT_EQ(formula("1050"), "0, as actual >= 950 and actual <= 1050") << "the upper bound is inside";
    EXPECT_EQ(formula("1051"), "1050 - actual, as actual > 1050");
}

Exact evolution(Spending<Exact> now, const std::vector<Spending<Exact>>& before, std::optional<Exact> years = {}) {
    EfficiencyRules<Exact> rules = efficiency_in_force();
    rules.trendYears = std::move(years);
    return spending_evolution(now, before, rules);
}

TEST(EfficiencyGain, TheEvolutionComparesWithLastYearCarriedByTheNationalEvolution) {
    COVERS("CDC 2019 §8-II, annexe 5");
    EXPECT_EQ(evolution({1000, 1100}, {{1000, 1000}}), 100) << "1 100 expected";
    EXPECT_EQ(evolution({1000, 1000}, {{1000, 1100}}), exact("-1000/11"));
    EXPECT_EQ(evolution({1000, 1000}, {{1000, 1000}}), 0);
    EXPECT_EQ(evolution({0, 3}, {{1, 9}}), exact("1/3")) << "exact";
}

TEST(EfficiencyGain, ATrendIsTheMeanOfWhatEachEarlierYearLetsExpect) {
    COVERS("CDC 2019 §8-II, annexe 5");
    EXPECT_EQ(evolution({1000, 1100}, {{1000, 1000}}, Exact(1)), 100) << "as without a trend";
    EXPECT_EQ(evolution({1000, 1000}, {{1100, 1000}, {1300, 1000}}, Exact(2)), 200) << "(1 100 + 1 300) / 2 − 1 000";
    EXPECT_EQ(evolution({1000, 1200}, {{1000, 1200}, {1000, 1000}, {600, 900}}, Exact(3)), 0)
        << "(1 000 + 1 200 + 800) / 3 − 1 000";
}

TEST(EfficiencyGain, PerPatientWeighsGapOneThirdAndEvolutionTwoThirdsAndSharesHalf) {
    COVERS("CDC 2019 §8-II-2");
    EXPECT_EQ(gain_per_patient(Exact(6), Exact(3), efficiency_in_force()), 2) << "1/2 × (6/3 + 3 × 2/3)";
    EXPECT_EQ(gain_per_patient(Exact(6), Exact(0), efficiency_in_force()), 1);
    EXPECT_EQ(gain_per_patient(Exact(0), Exact(3), efficiency_in_force()), 1);
}

TEST(EfficiencyGain, ANegativePartIsBroughtToZeroAndNeverSetOffAgainstTheOther) {
    COVERS("CDC 2019 §8-II-2");
    EXPECT_EQ(gain_per_patient(Exact(6), Exact(-100), efficiency_in_force()), 1);
    EXPECT_EQ(gain_per_patient(Exact(-100), Exact(3), efficiency_in_force()), 1);
    EXPECT_EQ(gain_per_patient(Exact(-100), Exact(-100), efficiency_in_force()), 0);
}

TEST(EfficiencyGain, IsRoundedOnceForTheGroup) {
    COVERS("CDC 2019 §8-II-2");
    EXPECT_EQ(to_money(efficiency_gain(exact("1/3"), Exact(10'000))), euros("3333.33"));
    EXPECT_EQ(to_money(efficiency_gain(exact("0.005"), Exact(1))), euros("0.01")) << "half away from zero";
    EXPECT_EQ(to_money(efficiency_gain(exact("0.004999"), Exact(1))), euros("0.00"));
    EXPECT_EQ(to_money(efficiency_gain(exact("7.5"), Exact(0))), Money());
}

TEST(EfficiencyGain, ASettlementCarriesGapEvolutionAndGain) {
    COVERS("CDC 2019 §8-II");
    Scenario s;
    s.given(rules())
        .given_group("A")
        .given(spending("A", 2018, "1000", "1000"))
        .given_year("A", 2019, "85", "940", "1000");
    const auto settled = s.when(SettleYear{2019});
    const auto gain = settled.only<EfficiencyGainEstablished>();
    EXPECT_EQ(gain.gap.text, "10.000000") << "950 − 940";
    EXPECT_EQ(gain.evolution.text, "60.000000") << "1 000 − 940";
    EXPECT_EQ(gain.perPatient.text, "21.666667") << "(10/3 + 40) / 2";
    EXPECT_EQ(gain.gain, euros("216666.67"));
    EXPECT_EQ(settled.row("A").expenditure.text, "9400000.000000");
}

TEST(EfficiencyGain, OverspendingCostsNothing) {
    COVERS("CDC 2019 §8-II");
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019, "85", "1200", "1000");
    const auto row = s.when(SettleYear{2019}).row("A");
    EXPECT_EQ(row.gap.text, "-150.000000");
    EXPECT_EQ(row.evolution.text, "-200.000000");
    EXPECT_EQ(row.gain, Money());
}

}  // namespace
}  // namespace ipep
