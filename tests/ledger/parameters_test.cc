#include <gmock/gmock.h>

#include "ledger/code.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;

// What breaks, in the words of the refusal; each alone.
struct Broken {
    const char* name;
    const char* complaint;
    void (*change)(Parameters&);
};

const Broken kBroken[] = {
    {"NoMixedYear", "phases", [](Parameters& p) { p.phases.mixedYears = 0; }},
    {"MoreMixedYearsThanResultYears", "phases", [](Parameters& p) { p.phases.mixedYears = 5; }},
    {"EndlessResultYears", "phases", [](Parameters& p) { p.phases.resultYears = 101; }},
    {"FloorAboveCeiling", "seedCredit.floor", [](Parameters& p) { p.seedCredit.floor = euros("130000.01"); }},
    {"NegativeFloor", "seedCredit.floor", [](Parameters& p) { p.seedCredit.floor = euros("-0.01"); }},
    {"NegativeBase", "seedCredit.baseAmount", [](Parameters& p) { p.seedCredit.baseAmount = euros("-1.00"); }},
    {"NoCeilingOfPatients", "sizeCeilingPatients", [](Parameters& p) { p.seedCredit.sizeCeilingPatients = 0; }},
    {"RangeAboveOne", "multiprofessionalRange", [](Parameters& p) { p.seedCredit.multiprofessionalRange = {"1.1"}; }},
    {"FirstTrancheAboveTheWhole", "firstTranche", [](Parameters& p) { p.seedCredit.firstTranche = {"3/2"}; }},
    {"NegativeFirstTranche", "firstTranche", [](Parameters& p) { p.seedCredit.firstTranche = {"-1/2"}; }},
    {"NegativeSize", "sizeFactorMin", [](Parameters& p) { p.seedCredit.sizeFactorMin = {"-0.1"}; }},
    {"SizeRunsBackwards", "sizeFactorMax", [](Parameters& p) { p.seedCredit.sizeFactorMax = {"0.4"}; }},
    {"SizeBeginsBelowNobody", "sizeFloorPatients", [](Parameters& p) { p.seedCredit.sizeFloorPatients = -1; }},
    {"SizeBeginsAtTheCeiling", "sizeFloorPatients", [](Parameters& p) { p.seedCredit.sizeFloorPatients = 50'000; }},
    {"NoYearOfATrend", "trendYears", [](Parameters& p) { p.efficiency.trendYears = 0; }},
    {"FourYearsOfATrend", "trendYears", [](Parameters& p) { p.efficiency.trendYears = 4; }},
    {"AWaveWithoutItsMixedYears", "resultYearsByWave.2",
     [](Parameters& p) {
         p.phases.resultYearsByWave = std::vector<WaveYears>{{2, 1}};
     }},
    {"AWaveOfNoNumber", "resultYearsByWave.0",
     [](Parameters& p) {
         p.phases.resultYearsByWave = std::vector<WaveYears>{{0, 4}};
     }},
    {"NoCoreIndicator", "quality.socle", [](Parameters& p) { p.quality.socle.clear(); }},
    {"CoreIndicatorRepeated", "quality.socle",
     [](Parameters& p) {
         p.quality.socle = {{"S01"}, {"S01"}};
     }},
    {"NegativeChoice", "aLaCarteMax", [](Parameters& p) { p.quality.aLaCarteMax = -1; }},
    {"NoPointsForATarget", "points.target",
     [](Parameters& p) {
         p.quality.points = {{"0"}, {"0"}, {"0"}, {"0"}, {"0"}};
     }},
    {"LadderUpsideDown", "quality.points", [](Parameters& p) { p.quality.points.stable = {"3"}; }},
    {"WeightsAloneNotAHundred", "withoutALaCarte",
     [](Parameters& p) { p.quality.weights.withoutALaCarte.socle = {"99"}; }},
    {"WeightsNotAHundred", "withALaCarte", [](Parameters& p) { p.quality.weights.withALaCarte.aLaCarte = {"20.01"}; }},
    {"NegativeWeight", "withALaCarte",
     [](Parameters& p) {
         p.quality.weights.withALaCarte = {{"120"}, {"-20"}};
     }},
    {"BonusUpsideDown", "experienceBonus", [](Parameters& p) { p.quality.experienceBonus.target = {"9"}; }},
    {"NegativeBonus", "experienceBonus", [](Parameters& p) { p.quality.experienceBonus.intermediate = {"-1"}; }},
    {"CountedFromRankZero", "countedFromYear.S01",
     [](Parameters& p) {
         p.quality.countedFromYear = {{"S01", 0}};
     }},
    {"NoFullScore", "scoreForFullAmount", [](Parameters& p) { p.quality.scoreForFullAmount = {"0"}; }},
    {"EnvelopeOfMoreThanAll", "envelopeShare", [](Parameters& p) { p.quality.envelopeShare = {"1.003"}; }},
    {"NegativeBand", "efficiency.band", [](Parameters& p) { p.efficiency.band = {"-0.05"}; }},
    {"ShareOfMoreThanAll", "efficiency.share", [](Parameters& p) { p.efficiency.share = {"2"}; }},
    {"EfficiencyWeightsNotOne", "gapWeight", [](Parameters& p) { p.efficiency.gapWeight = {"0.3333"}; }},
    {"NegativeEfficiencyWeight", "gapWeight",
     [](Parameters& p) { p.efficiency.gapWeight = {"-1/3"}, p.efficiency.evolutionWeight = {"4/3"}; }},
    {"OneKnot", "knots: at least two", [](Parameters& p) { p.modulation.knots.resize(1); }},
    {"KnotsNotIncreasing", "strictly increase", [](Parameters& p) { p.modulation.knots[1].score = {"0.0"}; }},
    {"ModulationBelowNothing", "at least -1", [](Parameters& p) { p.modulation.knots[0].modulation = {"-1.1"}; }},
    {"GroupCapOfMoreThanAll", "caps.groupement", [](Parameters& p) { p.caps.groupement = {"1.02"}; }},
    {"NegativeNationalCap", "caps.national", [](Parameters& p) { p.caps.national = {"-0.01"}; }},
    {"NegativeMinimum", "minimumPatients", [](Parameters& p) { p.eligibility.minimumPatients = -1; }},
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }

class Invariants : public testing::TestWithParam<Broken> {};

TEST_P(Invariants, BrokenAloneIsRefusedByName) {
    COVERS("CDC 2019 §8");
    Parameters broken = parameters();
    GetParam().change(broken);
    const auto complaints = broken_invariants(broken);
    ASSERT_EQ(complaints.size(), 1u) << testing::PrintToString(complaints);
    EXPECT_THAT(complaints.front(), testing::HasSubstr(GetParam().complaint));
    Scenario s;
    EXPECT_EQ(s.when(rules(broken)).code(), code::rules_invalid);
}

INSTANTIATE_TEST_SUITE_P(Rules, Invariants, testing::ValuesIn(kBroken),
                         [](const auto& each) { return each.param.name; });

TEST(Parameters, OfTheSampleHold) { EXPECT_TRUE(broken_invariants(parameters()).empty()); }

TEST(Parameters, AnIndicatorCountsFromTheFirstRankUnlessSaidOtherwise) {
    COVERS("CDC 2019 §8-I");
    EXPECT_EQ(counted_from(parameters(), "S01"), 1);
    EXPECT_EQ(counted_from(parameters(), kExperienceKey), 5);
}

TEST(Parameters, ANumberFromAThousandOnIsACalendarYear) {
    COVERS("CDC 2019 §8-I");
    Parameters p = parameters();
    p.quality.countedFromYear = {{"S01", 2}, {"S02", 2020}};
    EXPECT_FALSE(is_counted(p, "S01", 1, 2021));
    EXPECT_TRUE(is_counted(p, "S01", 2, 2019));
    EXPECT_FALSE(is_counted(p, "S02", 9, 2019)) << "whatever the rank";
    EXPECT_TRUE(is_counted(p, "S02", 1, 2020));
}

TEST(Parameters, AWaveThatIsNotNamedHasTheYearsOfAll) {
    COVERS("CDC 2019 §3");
    Phases phases = parameters().phases;
    phases.resultYearsByWave = std::vector<WaveYears>{{1, 5}};
    EXPECT_EQ(result_years(phases, 1), 5);
    EXPECT_EQ(result_years(phases, 2), phases.resultYears);
}

}  // namespace
}  // namespace ipep
