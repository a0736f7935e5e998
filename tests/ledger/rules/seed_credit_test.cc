#include "tests/scenario.h"

#include <gmock/gmock.h>

#include "projections/views.h"

#include "ledger/rules_in_force.h"

namespace ipep {
namespace {

using namespace sample;
using testing::ElementsAre;

SeedCreditRules<Exact> in_force(const SeedCreditParameters& seed = parameters().seedCredit) {
    return read_seed_credit<Exact>(seed, PlainLift{});
}

Exact granted(std::int64_t patients, const char* modulation,
              const SeedCreditParameters& seed = parameters().seedCredit) {
    return seed_credit(Exact(patients), exact(modulation), in_force(seed));
}

TEST(SeedCredit, VariesFromHalfToTheWholeAmountWithThePatients) {
    COVERS("CDC 2019 §10");
    EXPECT_EQ(granted(0, "0"), 50'000);
    EXPECT_EQ(granted(10'000, "0"), 60'000);
    EXPECT_EQ(granted(25'000, "0"), 75'000);
    EXPECT_EQ(granted(50'000, "0"), 100'000);
}

TEST(SeedCredit, PatientsBeyondFiftyThousandCountNoMore) {
    COVERS("CDC 2019 §10");
    EXPECT_EQ(granted(50'001, "0"), 100'000);
    EXPECT_EQ(granted(999'999'999, "0"), 100'000);
}

TEST(SeedCredit, TheLineMayBeginAtASizeOfItsOwn) {
    COVERS("CDC 2019 §10");
    auto seed = parameters().seedCredit;
    seed.sizeFloorPatients = 5'000;
    EXPECT_EQ(granted(5'000, "0", seed), 50'000) << "nobody admitted is smaller: the text's « 50 % » is reached";
    EXPECT_EQ(granted(0, "0", seed), 50'000) << "below the floor there is no less";
    EXPECT_EQ(granted(27'500, "0", seed), 75'000) << "half way from 5 000 to 50 000";
    EXPECT_EQ(granted(60'000, "0", seed), 100'000);
    seed.sizeFloorPatients = 0;
    EXPECT_EQ(granted(10'000, "0", seed), granted(10'000, "0")) << "0 is what is meant where it is absent";
}

TEST(SeedCredit, TheMultiprofessionalModulationVariesTheFlatAmount) {
    COVERS("CDC 2019 §10");
    EXPECT_EQ(granted(10'000, "0.2"), 80'000) << "100 000 × (0.6 + 0.2)";
    EXPECT_EQ(granted(10'000, "-0.2"), 40'000) << "100 000 × (0.6 − 0.2)";
    EXPECT_EQ(granted(10'000, "-1/5"), 40'000);
}

TEST(SeedCredit, IsNeverBelowTheFloorNorAboveTheCeiling) {
    COVERS("CDC 2019 §10");
    EXPECT_EQ(granted(0, "-0.2"), 30'000) << "100 000 × 0.3 is the floor itself";
    auto seed = parameters().seedCredit;
    seed.baseAmount = euros("90000.00");
    EXPECT_EQ(granted(0, "-0.2", seed), 30'000) << "27 000 is lifted to the floor";
    seed.baseAmount = euros("108333.33");
    EXPECT_EQ(to_money(granted(50'000, "0.2", seed)), euros("130000.00")) << "129 999.996 is rounded";
    seed.baseAmount = euros("120000.00");
    EXPECT_EQ(granted(50'000, "0.2", seed), 130'000) << "144 000 is cut to the ceiling";
}

TEST(SeedCredit, HalfACentIsRoundedUp) {
    COVERS("CDC 2019 §10");
    auto seed = parameters().seedCredit;
    seed.baseAmount = euros("100000.01");
    EXPECT_EQ(to_money(granted(0, "0", seed)), euros("50000.01")) << "50 000.005";
    EXPECT_EQ(to_money(granted(2, "0", parameters().seedCredit)), euros("50002.00"));
    EXPECT_EQ(to_money(granted(10'000, "0", seed)), euros("60000.01")) << "60 000.006";
}

TEST(SeedCredit, TheTwoTranchesMakeTheWhole) {
    COVERS("CDC 2019 §10");
    EXPECT_EQ(first_tranche(exact("60000"), in_force()), 30'000);
    EXPECT_EQ(to_money(first_tranche(exact("60000.01"), in_force())), euros("30000.01")) << "30 000.005 is rounded";
    auto seed = parameters().seedCredit;
    seed.firstTranche = {"1/3"};
    EXPECT_EQ(to_money(first_tranche(exact("100000"), in_force(seed))), euros("33333.33"));
}

TEST(SeedCredit, AnOddCentGoesToTheFirstTranche) {
    COVERS("CDC 2019 §10");
    auto odd = parameters();
    odd.seedCredit.baseAmount = euros("100000.01");
    Scenario s;
    s.given(rules(odd)).given_group("A");
    const auto lines = s.statement("A");
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].amount, euros("30000.01")) << "half of 60 000.01, rounded";
    EXPECT_EQ(lines[1].amount, euros("30000.00")) << "the rest";
}

TEST(SeedCredit, NoMoneyMovesBeforeTheAgreementIsSigned) {
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A")).given(roadmap("A"));
    EXPECT_THAT(s.when(assessed("A")).kinds(), ElementsAre("seedCreditAssessed", "seedCreditGranted"));
    EXPECT_EQ(s.balance("A").owed(), Money());
    EXPECT_THAT(s.when(agreed("A")).kinds(),
                ElementsAre("conventionSigned", "seedTrancheReleased", "seedTrancheReleased"));
    EXPECT_EQ(s.balance("A").owed(), euros("60000.00"));
}

TEST(SeedCredit, TheSecondTrancheWaitsForTheRoadmap) {
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A")).given(agreed("A")).given(assessed("A"));
    EXPECT_EQ(s.balance("A").seedReleased, euros("30000.00"));
    const auto tranche = s.when(roadmap("A")).only<SeedTrancheReleased>();
    EXPECT_EQ(tranche.tranche, 2);
    EXPECT_EQ(tranche.amount, euros("30000.00"));
    EXPECT_EQ(s.balance("A").seedReleased, euros("60000.00"));
}

TEST(SeedCredit, ATrancheBelongsToTheYearOfTheLatestFactItWaitedFor) {
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A"), "2019-07-03").given(assessed("A"), "2020-01-02");
    const auto first = s.when(agreed("A"), "2019-12-30");
    EXPECT_EQ(first.only<SeedTrancheReleased>().paymentYear, 2020);
    EXPECT_EQ(to_text(first.events().back().on), "2020-01-02");
    EXPECT_EQ(s.when(roadmap("A"), "2019-12-31").only<SeedTrancheReleased>().paymentYear, 2020);
    EXPECT_EQ(s.envelope(2020).seedCredits, euros("60000.00"));
    EXPECT_EQ(s.envelope(2019).seedCredits, Money());
}

TEST(SeedCredit, UsesTheRulesInForceForTheFirstYear) {
    COVERS("CDC 2019 §10");
    auto richer = parameters();
    richer.seedCredit.baseAmount = euros("120000.00");
    Scenario s;
    s.given(rules()).given(rules(richer, 2020, "cdc-2020")).given_group("A", 2019).given_group("B", 2020);
    EXPECT_EQ(s.balance("A").seedReleased, euros("60000.00"));
    EXPECT_EQ(s.balance("B").seedReleased, euros("72000.00"));
}

TEST(SeedCredit, RulesAdoptedAgainForTheFirstYearMoveWhatWasReleased) {
    COVERS("CDC 2019 §10");
    auto richer = parameters();
    richer.seedCredit.baseAmount = euros("120000.00");
    Scenario s;
    s.given(rules()).given_group("A");
    const auto again = s.when(rules(richer));
    EXPECT_EQ(again.only<SeedCreditGranted>().difference, euros("12000.00"));
    EXPECT_EQ(s.balance("A").seedReleased, euros("72000.00"));
}

TEST(SeedCredit, ACorrectedAssessmentMovesTheTranchesByTheDifferenceInTheirOwnPaymentYear) {
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A"), "2019-07-03").given(agreed("A"), "2019-09-02");
    s.given(assessed("A"), "2019-09-10", "assessment").given(roadmap("A"), "2020-02-01");
    const auto right = s.when(corrected("assessment", assessed("A", 20'000)), "2022-05-01");
    const auto tranches = right.all<SeedTrancheReleased>();
    ASSERT_EQ(tranches.size(), 2u);
    EXPECT_EQ(right.only<SeedCreditGranted>().difference, euros("10000.00")) << "70 000 instead of 60 000";
    EXPECT_EQ(tranches[0].amount, euros("5000.00"));
    EXPECT_EQ(tranches[0].total, euros("35000.00"));
    EXPECT_EQ(tranches[0].paymentYear, 2019);
    EXPECT_EQ(tranches[1].paymentYear, 2020);
    EXPECT_EQ(s.envelope(2019).seedCredits, euros("35000.00"));
    EXPECT_EQ(s.envelope(2020).seedCredits, euros("35000.00"));
    EXPECT_EQ(s.envelope(2022).seedCredits, Money());
}

TEST(SeedCredit, ACorrectionDownwardsTakesBackByALineOfItsOwn) {
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A")).given(agreed("A")).given(assessed("A"), "2019-09-10", "assessment");
    s.given(corrected("assessment", assessed("A", 0)));
    EXPECT_EQ(s.balance("A").seedReleased, euros("25000.00"));
    ASSERT_EQ(s.statement("A").size(), 2u);
    EXPECT_EQ(s.statement("A").back().amount, euros("-5000.00"));
}

TEST(SeedCredit, ACorrectionThatConfirmsMovesNothing) {
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A")).given(agreed("A")).given(assessed("A", 60'000), "2019-09-10", "assessment");
    EXPECT_THAT(s.when(corrected("assessment", assessed("A", 70'000))).kinds(), ElementsAre("factCorrected"))
        << "both lie above the ceiling of patients";
}

}  // namespace
}  // namespace ipep
