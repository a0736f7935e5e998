#include "tests/scenario.h"

#include "projections/views.h"

#include "ledger/rules/mixed_model.h"

namespace ipep {
namespace {

using namespace sample;

Money quality(const char* right, const char* score) {
    return to_money(quality_amount(exact(right), exact(score), Exact(100)));
}

TEST(MixedModel, TheEnvelopeIsAShareOfTheSpendingRounded) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(to_money(quality_envelope(exact("10000000"), exact("0.003"))), euros("30000.00"));
    EXPECT_EQ(to_money(quality_envelope(exact("1.67"), exact("0.003"))), euros("0.01")) << "0.00501";
    EXPECT_EQ(to_money(quality_envelope(exact("5"), exact("0.003"))), euros("0.02")) << "0.015, half away from zero";
}

TEST(MixedModel, TheQualityAmountIsTheDrawingRightTimesTheScoreInHundredths) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(quality("30000", "50"), euros("15000.00"));
    EXPECT_EQ(quality("30000", "100"), euros("30000.00"));
    EXPECT_EQ(quality("100.01", "50"), euros("50.01")) << "50.005";
    EXPECT_EQ(quality("100", "170/3"), euros("56.67"));
}

TEST(MixedModel, AScoreAboveAHundredDrawsNoMoreThanTheWholeRight) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(quality("30000", "120"), euros("30000.00"));
}

TEST(MixedModel, AZeroOrNegativeScorePaysNothing) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(quality("30000", "0"), Money());
    EXPECT_EQ(quality("30000", "-20"), Money());
}

TEST(MixedModel, GainAndQualityAreAdded) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(mixed_gross(exact("75000"), exact("15000")), 90'000);
    Scenario s;
    s.given(rules())
        .given_group("A")
        .given(spending("A", 2018, "1000", "1100"))
        .given_year("A", 2019, "85", "1000", "1100");
    const auto row = s.when(SettleYear{2019}).row("A");
    EXPECT_EQ(row.gain, euros("75000.00")) << "gap 1 045 − 1 000 = 45, a sixth of it for 10 000 patients";
    EXPECT_EQ(row.quality, euros("15000.00"));
    EXPECT_EQ(row.gross, euros("90000.00"));
    EXPECT_EQ(row.modulation.text, "0.000000");
}

TEST(MixedModel, TheEnvelopeIsSharedByPatients) {
    COVERS("CDC 2019 §8-III");
    Scenario s;
    s.given(rules()).given_group("A").given_group("B");
    s.given(patients("B", 2019, 20'000)).given(target(2019));
    s.given(spending("B", 2018)).given(spending("B", 2019)).given(measured("B", 2019, "90"));
    s.given_year("A", 2019);
    const auto settled = s.when(SettleYear{2019});
    EXPECT_EQ(settled.only<YearSettled>().qualityEnvelope, euros("90000.00")) << "0.3 % of 30 million";
    EXPECT_EQ(settled.row("A").qualityRight, euros("30000.00"));
    EXPECT_EQ(settled.row("B").qualityRight, euros("60000.00"));
    EXPECT_EQ(settled.row("B").quality, euros("60000.00")) << "score 100";
}

// A is settled for the third time in 2021, B (from 2020) for the second.
Scenario two_waves(EnvelopeBasis basis) {
    auto chosen = parameters();
    chosen.quality.envelopeBasis = basis;
    Scenario s;
    s.given(rules(chosen)).given_group("A", 2019).given_group("B", 2020);
    for (ResultYear year = 2019; year <= 2021; ++year) {
        s.given_year("A", year);
        if (year > 2019) s.given_year("B", year);
    }
    s.given(SettleYear{2019}).given(SettleYear{2020});
    return s;
}

TEST(MixedModel, UnderTheBasisMixedModelTheEnvelopeRestsOnTheMixedGroupsAlone) {
    COVERS("CDC 2019 §8-III");
    auto s = two_waves(EnvelopeBasis::mixedModel);
    const auto settled = s.when(SettleYear{2021});
    EXPECT_EQ(settled.only<YearSettled>().qualityEnvelope, euros("30000.00")) << "B's 10 million";
    EXPECT_EQ(settled.row("B").qualityRight, euros("30000.00"));
    EXPECT_EQ(settled.row("A").qualityRight, Money());
    EXPECT_EQ(settled.row("A").model, Model::target);
}

TEST(MixedModel, UnderTheBasisAllSettledATargetGroupsPartIsNotDrawn) {
    COVERS("CDC 2019 §8-III");
    auto s = two_waves(EnvelopeBasis::allSettled);
    const auto settled = s.when(SettleYear{2021});
    EXPECT_EQ(settled.only<YearSettled>().qualityEnvelope, euros("60000.00")) << "both groups' 20 million";
    EXPECT_EQ(settled.row("B").qualityRight, euros("30000.00"));
    EXPECT_EQ(settled.row("A").qualityRight, Money());
    EXPECT_EQ(settled.row("A").quality, Money());
}

TEST(MixedModel, WithoutAMixedGroupThereIsNoEnvelope) {
    COVERS("CDC 2019 §8-III");
    for (const EnvelopeBasis basis : {EnvelopeBasis::mixedModel, EnvelopeBasis::allSettled}) {
        auto s = two_waves(basis);
        s.given(SettleYear{2021}).given_year("A", 2022).given_year("B", 2022);
        EXPECT_EQ(s.when(SettleYear{2022}).only<YearSettled>().qualityEnvelope, Money());
    }
}

}  // namespace
}  // namespace ipep
