#include "tests/scenario.h"

#include "projections/views.h"

#include "ledger/rules/target_model.h"
#include "ledger/traced.h"

namespace ipep {
namespace {

using namespace sample;

const std::vector<ModulationKnot<Exact>> kKnots = {{0, exact("-0.2")}, {50, 0}, {100, exact("0.2")}};
Exact at(const char* score) { return modulation(exact(score), kKnots); }

TEST(TargetModel, TheModulationMeetsEveryKnot) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(at("0"), exact("-0.2"));
    EXPECT_EQ(at("50"), 0);
    EXPECT_EQ(at("100"), exact("0.2"));
}

TEST(TargetModel, BetweenKnotsTheModulationIsAStraightLine) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(at("25"), exact("-0.1"));
    EXPECT_EQ(at("75"), exact("0.1"));
    EXPECT_EQ(at("170/3"), exact("2/75")) << "(170/3 − 50) × 0.2 / 50, exact";
}

TEST(TargetModel, OutsideTheKnotsTheModulationIsFlat) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(at("-20"), exact("-0.2"));
    EXPECT_EQ(at("120"), exact("0.2"));
}

TEST(TargetModel, ADerivationSaysBehindWhichKnotTheScoreLies) {
    COVERS("CDC 2019 §8-III");
    std::vector<ModulationKnot<Traced>> knots;
    for (const auto& [score, modulation] : kKnots) knots.push_back({Traced(score), Traced(modulation)});
    const auto formula = [&](int score) {
        Explanation told;
        told.name = "score";
        return modulation(Traced::leaf(std::make_shared<Explanation>(told), Exact(score)), knots).node()->formula;
    };
    EXPECT_EQ(formula(-20), "(-0.2), as score <= 0");
    EXPECT_EQ(formula(70), "0 + 0.2 * (score - 50) / 50, as score > 50 and score <= 100");
    EXPECT_EQ(formula(120), "0.2, as score > 100");
    EXPECT_EQ(formula(0), "(-0.2), as score <= 0") << "a knot belongs to the line before it";
    EXPECT_EQ(formula(100), "0 + 0.2 * (score - 50) / 50, as score > 50 and score <= 100");
}

TEST(TargetModel, KnotsNeedNotBeEven) {
    COVERS("CDC 2019 §8-III");
    const std::vector<ModulationKnot<Exact>> knots = {{10, 0}, {20, 1}, {40, exact("0.5")}, {41, exact("0.5")}};
    EXPECT_EQ(modulation(Exact(12), knots), exact("0.2"));
    EXPECT_EQ(modulation(Exact(30), knots), exact("0.75"));
    EXPECT_EQ(modulation(exact("40.5"), knots), exact("0.5"));
    EXPECT_EQ(modulation(Exact(99), knots), exact("0.5"));
}

TEST(TargetModel, TheGainIsModulatedAndRounded) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(to_money(target_gross(exact("100.01"), exact("0.1"))), euros("110.01")) << "110.011";
    EXPECT_EQ(to_money(target_gross(exact("0.05"), exact("-0.1"))), euros("0.05")) << "0.045, half away from zero";
    EXPECT_EQ(to_money(target_gross(exact("0"), exact("0.2"))), Money());
    EXPECT_EQ(to_money(target_gross(exact("75000"), exact("-0.2"))), euros("60000.00"));
}

Scenario until_third_year(std::string value) {
    Scenario s;
    s.given(rules()).given_group("A").given(spending("A", 2018, "1000", "1100"));
    for (ResultYear year = 2019; year <= 2021; ++year)
        s.given_year("A", year, year == 2021 ? value : "85", "1000", "1100");
    s.given(SettleYear{2019}).given(SettleYear{2020});
    return s;
}

TEST(TargetModel, AppliesFromTheThirdResultYear) {
    COVERS("CDC 2019 §8-III");
    auto s = until_third_year("90");
    const auto row = s.when(SettleYear{2021}).row("A");
    EXPECT_EQ(row.rank, 3);
    EXPECT_EQ(row.model, Model::target);
    EXPECT_EQ(row.modulation.text, "0.200000");
    EXPECT_EQ(row.gross, euros("90000.00")) << "75 000 × 1.2";
    EXPECT_EQ(row.quality, Money());
    EXPECT_EQ(row.qualityRight, Money());
}

TEST(TargetModel, ALowScoreCutsTheGainByAFifthAtMost) {
    COVERS("CDC 2019 §8-III");
    auto s = until_third_year("10");
    const auto row = s.when(SettleYear{2021}).row("A");
    EXPECT_EQ(row.score.text, "-20.000000");
    EXPECT_EQ(row.modulation.text, "-0.200000");
    EXPECT_EQ(row.gross, euros("60000.00"));
}

}  // namespace
}  // namespace ipep
