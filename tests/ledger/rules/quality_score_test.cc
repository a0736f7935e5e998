#include "ledger/code.h"
#include "tests/scenario.h"

#include <gmock/gmock.h>

#include "projections/views.h"

#include "ledger/rules_in_force.h"

namespace ipep {
namespace {

using namespace sample;

QualityRules<Exact> quality_in_force() { return read_quality<Exact>(parameters().quality, PlainLift{}); }

Exact points(Direction direction, const char* value, const char* target, const char* intermediate,
             const char* before = nullptr) {
    IndicatorResult<Exact> result{{"S01"}, direction, exact(value), exact(target), exact(intermediate), {}};
    if (before) result.before = exact(before);
    EXPECT_TRUE(before || !needs_before(result)) << "the ladder would look at N−1";
    return indicator_points(result, quality_in_force());
}
Exact up(const char* value, const char* before = nullptr) { return points(Direction::up, value, "90", "80", before); }
Exact down(const char* value, const char* before = nullptr) {
    return points(Direction::down, value, "10", "14", before);
}

TEST(QualityScore, TheTargetReachedIsTenPointsAndEqualityCounts) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(up("91"), 10);
    EXPECT_EQ(up("90"), 10);
    EXPECT_EQ(up("90.000"), 10);
    EXPECT_EQ(down("9.9"), 10);
    EXPECT_EQ(down("10"), 10);
}

TEST(QualityScore, TheIntermediateObjectiveReachedIsFivePointsAndEqualityCounts) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(up("89.999999"), 5);
    EXPECT_EQ(up("80"), 5);
    EXPECT_EQ(down("10.000001"), 5);
    EXPECT_EQ(down("14"), 5);
}

TEST(QualityScore, BelowBothObjectivesTheYearBeforeDecides) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(up("79", "78"), 2);
    EXPECT_EQ(up("79", "79.0"), 0) << "equal numbers, whatever their text";
    EXPECT_EQ(up("79", "79.1"), -2);
    EXPECT_EQ(up("79", "95"), -2) << "a value of N−1 above the target is a value like any other";
    EXPECT_EQ(down("15", "16"), 2);
    EXPECT_EQ(down("15", "15"), 0);
    EXPECT_EQ(down("15", "14.9"), -2);
}

TEST(QualityScore, TheYearBeforeIsNotLookedAtWhereAnObjectiveIsReached) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(up("80", "99"), 5);
    EXPECT_EQ(up("90", "99"), 10);
    EXPECT_EQ(down("14", "1"), 5);
}

TEST(QualityScore, WhereStabilityIsExpectedTheChangeIsHeldAgainstTheObjectives) {
    COVERS("CDC 2019 §8-I");
    const auto stable = [](const char* value) { return points(Direction::stable, value, "0.02", "0.05", "0.50"); };
    EXPECT_EQ(stable("0.50"), 10);
    EXPECT_EQ(stable("0.52"), 10) << "equality counts";
    EXPECT_EQ(stable("0.48"), 10) << "less is as much of a change as more";
    EXPECT_EQ(stable("0.521"), 5);
    EXPECT_EQ(stable("0.45"), 5);
    EXPECT_EQ(stable("0.551"), -2);
    EXPECT_EQ(stable("0.449"), -2);
    const IndicatorResult<Exact> result{{"S01"}, Direction::stable, 1, 1, 1, {}};
    EXPECT_TRUE(needs_before(result)) << "without N−1 there is no change to speak of";
}

TEST(QualityScore, ATargetEqualToItsIntermediateLeavesNoMiddleStep) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(points(Direction::up, "80", "80", "80"), 10);
    EXPECT_EQ(points(Direction::up, "79", "80", "80", "79"), 0);
}

TEST(QualityScore, IsTheSumOfPointsOverTheSumOfReachedTargets) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(score_base<Exact>({10, 10}, {}, quality_in_force()), 100);
    EXPECT_EQ(score_base<Exact>({10, 5}, {}, quality_in_force()), 75) << "15 of 20";
    EXPECT_EQ(score_base<Exact>({10, 5, 2}, {}, quality_in_force()), exact("170/3")) << "17 of 30, exact";
}

TEST(QualityScore, ChosenIndicatorsWeighTwentyWhereSomeCount) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(score_base<Exact>({10, 5}, {10}, quality_in_force()), 80) << "80 × 15/20 + 20 × 10/10";
    EXPECT_EQ(score_base<Exact>({10, 5}, {2}, quality_in_force()), 64) << "60 + 20 × 2/10";
    EXPECT_EQ(score_base<Exact>({10}, {0}, quality_in_force()), 80) << "counted without points: the core weighs 80";
}

TEST(QualityScore, MayBeNegative) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(score_base<Exact>({-2, -2}, {}, quality_in_force()), -20);
    EXPECT_EQ(score_base<Exact>({-2}, {-2}, quality_in_force()), -20) << "−16 − 4";
}

TEST(QualityScore, AComponentWithoutIndicatorsContributesNothing) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(score_base<Exact>({}, {10}, quality_in_force()), 20);
    EXPECT_EQ(score_base<Exact>({}, {}, quality_in_force()), 0);
}

TEST(QualityScore, TheLadderOfTheRulesInForceCounts) {
    COVERS("CDC 2019 §8-I");
    auto rules = quality_in_force();
    rules.pointsTarget = 4;
    rules.pointsIntermediate = 3;
    const IndicatorResult<Exact> result{{"S01"}, Direction::up, exact("85"), exact("90"), exact("80"), {}};
    EXPECT_EQ(score_base<Exact>({indicator_points(result, rules)}, {}, rules), 75) << "3 of 4";
}

TEST(QualityScore, ExperienceAddsTwentyTenOrNothingAndEqualityCounts) {
    COVERS("CDC 2019 §8-I");
    const auto bonus = [](const char* score) {
        return experience_bonus(ExperienceResult<Exact>{exact(score), 60, 75}, quality_in_force());
    };
    EXPECT_EQ(bonus("75"), 20);
    EXPECT_EQ(bonus("74.99"), 10);
    EXPECT_EQ(bonus("60"), 10);
    EXPECT_EQ(bonus("59.99"), 0);
    EXPECT_EQ(bonus("-3"), 0);
}

// ---- which facts count, in a settlement

TEST(QualityScore, AGroupsOwnTargetsReplaceTheCommonOnes) {
    COVERS("CDC 2019 §8-I");
    Scenario s;
    s.given(rules()).given_group("A").given_group("B").given_year("A", 2019).given_year("B", 2019);
    auto own = target(2019, "S01", "85", "70");
    own.groupement = group("B");
    s.given(own);
    const auto settled = s.when(SettleYear{2019});
    EXPECT_EQ(settled.row("A").score.text, "50.000000") << "85 reaches 80 only";
    EXPECT_EQ(settled.row("B").score.text, "100.000000") << "85 reaches its own target";
}

TEST(QualityScore, AGroupsOwnTargetsStandInForMissingCommonOnes) {
    COVERS("CDC 2019 §8-I");
    Scenario s;
    s.given(rules()).given_group("A");
    auto own = target(2019);
    own.groupement = group("A");
    s.given(own).given(spending("A", 2018)).given(spending("A", 2019)).given(patients("A", 2019));
    s.given(measured("A", 2019, "90"));
    EXPECT_EQ(s.when(SettleYear{2019}).row("A").score.text, "100.000000");
}

TEST(QualityScore, TheStartingValueServesOnlyWhereTheYearBeforeIsAbsent) {
    COVERS("CDC 2019 §8-I");
    auto collected = target(2019);
    collected.startingValue = Decimal{"0"};
    Scenario s;
    s.given(rules()).given_group("A").given_group("B").given(collected);
    s.given(measured("B", 2018, "60"));
    s.given_year("A", 2019, "50").given_year("B", 2019, "50");
    const auto settled = s.when(SettleYear{2019});
    EXPECT_EQ(settled.row("A").score.text, "20.000000") << "better than the starting value 0: 2 points of 10";
    EXPECT_EQ(settled.row("B").score.text, "-20.000000") << "worse than 60 in 2018";
}

TEST(QualityScore, WithoutTheYearBeforeAndAStartingValueTheMissingFactIsNamed) {
    COVERS("CDC 2019 §8-I");
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019, "50");
    const Rejection why = s.when(SettleYear{2019}).rejection();
    EXPECT_EQ(why.code, code::facts_missing);
    EXPECT_EQ(why.missing, (std::vector<Missing>{{"A", "indicatorMeasured", "S01", 2018}}));
}

TEST(QualityScore, ChosenIndicatorsAndExperienceCountFromTheirRank) {
    COVERS("CDC 2019 §8-I");
    auto later = parameters();
    later.quality.countedFromYear = {{"aLaCarte", 2}, {"experience", 2}, {"C01", 1}};  // C01's own key is not looked at
    Scenario s;
    s.given(rules(later)).given_group("A").given(chose("A", {"C01"})).given_year("A", 2019).given_year("A", 2020);
    EXPECT_EQ(s.when(SettleYear{2019}).row("A").score.text, "50.000000") << "one core indicator, weight 100";
    const Rejection why = s.when(SettleYear{2020}).rejection();
    EXPECT_EQ(why.missing, (std::vector<Missing>{{"", "indicatorTargetsSet", "C01", 2020},
                                                 {"A", "indicatorMeasured", "C01", 2020},
                                                 {"A", "experienceMeasured", "", 2020},
                                                 {"", "experienceThresholdsSet", "", 2020}}));
    s.given(target(2020, "C01")).given(measured("A", 2020, "90", "C01"));
    s.given(thresholds(2020)).given(experience("A", 2020, "60"));
    const auto row = s.when(SettleYear{2020}).row("A");
    EXPECT_EQ(row.scoreBase.text, "60.000000") << "80 × 5/10 + 20 × 10/10";
    EXPECT_EQ(row.bonus.text, "10.000000");
    EXPECT_EQ(row.score.text, "70.000000");
}

TEST(QualityScore, ADownwardIndicatorIsJudgedDownwardInASettlement) {
    COVERS("CDC 2019 §8-I");
    Scenario s;
    s.given(rules()).given_group("A").given(target_down(2019, "S01", "10", "14")).given_year("A", 2019, "14");
    EXPECT_EQ(s.when(SettleYear{2019}).row("A").score.text, "50.000000");
}

TEST(QualityScore, TheEventCarriesTheExactScore) {
    COVERS("CDC 2019 §8-I");
    auto three = parameters();
    three.quality.socle = {{"S01"}, {"S02"}, {"S03"}};
    Scenario s;
    s.given(rules(three)).given_group("A").given_year("A", 2019, "90");
    s.given(target(2019, "S02")).given(target(2019, "S03"));
    s.given(measured("A", 2019, "85", "S02"))
        .given(measured("A", 2018, "70", "S03"))
        .given(measured("A", 2019, "71", "S03"));
    const auto scored = s.when(SettleYear{2019}).only<QualityScored>();
    EXPECT_EQ(scored.exactScore, "170/3") << "100 × (10 + 5 + 2) / 30";
    EXPECT_EQ(scored.score.text, "56.666667");
}

}  // namespace
}  // namespace ipep
