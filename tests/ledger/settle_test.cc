// Settling a year and settling it again: order, missing facts, cascades, corrections, groups that come and go.
#include <gmock/gmock.h>

#include "ledger/code.h"
#include "projections/views.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;
using testing::Each;
using testing::ElementsAre;

// A over four years: net 15 000 twice, 100 000 by the national cap, 75 000; due 60 000 each year.
Scenario four_years() {
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019).given_year("A", 2020);
    return std::move(s.given_year("A", 2021, "85", "1000", "1100").given_year("A", 2022, "85", "1000", "1100"));
}

Scenario settled_four_years() {
    auto s = four_years();
    for (ResultYear year = 2019; year <= 2022; ++year) s.given(SettleYear{year});
    return s;
}

std::vector<std::pair<ResultYear, std::int64_t>> revisions(const Outcome& outcome) {
    std::vector<std::pair<ResultYear, std::int64_t>> list;
    for (const YearSettled& one : outcome.all<YearSettled>()) list.emplace_back(one.year, one.revision);
    return list;
}

TEST(Settling, TheYearAddsUp) {
    COVERS("CDC 2019 §8-III");
    Scenario s;
    s.given(rules()).given_group("A").given_group("B").given_year("A", 2019).given_year("B", 2019, "90");
    const auto settled = s.when(SettleYear{2019});
    const auto year = settled.only<YearSettled>();
    EXPECT_EQ(year.expenditure.text, "20000000.000000");
    EXPECT_EQ(year.cap, euros("200000.00"));
    EXPECT_EQ(year.qualityEnvelope, euros("60000.00"));
    EXPECT_EQ(year.capped, euros("45000.00")) << "15 000 and 30 000";
    EXPECT_EQ(year.net, euros("45000.00"));
    EXPECT_EQ(year.advanceGranted, euros("75000.00"));
    EXPECT_EQ(year.due, euros("120000.00"));
    EXPECT_EQ(year.groupements, 2);
    EXPECT_EQ(year.revision, 1);
    EXPECT_EQ(s.envelope(2020).settled, euros("120000.00"));
    EXPECT_EQ(s.envelope(2020).ceiling, euros("200000.00"));
}

TEST(Settling, AYearWithoutGroupsIsRefused) {
    COVERS("CDC 2019 §3");
    auto s = four_years();
    EXPECT_EQ(s.when(SettleYear{2018}).code(), code::no_groupement);
    EXPECT_EQ(s.when(SettleYear{2023}).code(), code::no_groupement) << "four result years, 2019 to 2022";
}

TEST(Settling, YearsAreSettledInOrder) {
    COVERS("CDC 2019 §3");
    auto s = four_years();
    EXPECT_EQ(s.when(SettleYear{2020}).code(), code::earlier_year_unsettled);
    s.given(SettleYear{2019});
    EXPECT_TRUE(s.when(SettleYear{2020}).accepted());
}

TEST(Settling, EveryMissingFactIsListedAtOnce) {
    COVERS("CDC 2019 §8-I");
    Scenario s;
    s.given(rules()).given(admitted("A")).given(admitted("B")).given_year("B", 2019);
    const Rejection why = s.when(SettleYear{2019}).rejection();
    EXPECT_EQ(why.code, code::facts_missing);
    EXPECT_EQ(why.missing, (std::vector<Missing>{{"A", "seedCreditAssessed", "", 0},
                                                 {"A", "patientsCounted", "", 2019},
                                                 {"A", "expenditureMeasured", "", 2018},
                                                 {"A", "expenditureMeasured", "", 2019},
                                                 {"A", "indicatorMeasured", "S01", 2019},
                                                 {"B", "seedCreditAssessed", "", 0}}));
}

TEST(Settling, AnUnsignedAgreementIsNotMissing) {
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A")).given(assessed("A")).given_year("A", 2019);
    EXPECT_EQ(s.when(SettleYear{2019}).row("A").due, euros("60000.00"));
    EXPECT_EQ(s.balance("A").seedReleased, Money());
}

TEST(Settling, SettlingAgainWithoutAChangeGivesNoEvent) {
    COVERS("CDC 2019 §11");
    auto s = settled_four_years();
    EXPECT_THAT(s.when(SettleYear{2019}).events(), testing::IsEmpty());
}

TEST(Settling, ACorrectionChangesNoAmountUntilTheYearIsSettledAgain) {
    COVERS("CDC 2019 §11");
    auto s = settled_four_years();
    const Money owed = s.balance("A").owed();
    EXPECT_THAT(s.when(corrected("value-A-2021", measured("A", 2021, "90"))).kinds(), ElementsAre("factCorrected"));
    EXPECT_EQ(s.balance("A").owed(), owed);
}

TEST(Settling, ACorrectedYearCarriesItsAdvanceThroughEveryLaterYear) {
    COVERS("CDC 2019 §11");
    COVERS("CDC 2019 §3");
    auto s = settled_four_years();
    s.given(corrected("value-A-2019", measured("A", 2019, "95")));
    const auto again = s.when(SettleYear{2019});
    EXPECT_THAT(revisions(again),
                ElementsAre(std::pair(2019, 2), std::pair(2020, 2), std::pair(2021, 2), std::pair(2022, 2)));
    EXPECT_EQ(again.row("A", 2019).net, euros("30000.00")) << "score 100";
    EXPECT_EQ(again.row("A", 2019).netDifference, euros("15000.00"));
    EXPECT_EQ(again.row("A", 2020).advanceBefore, euros("30000.00"));
    EXPECT_EQ(again.row("A", 2021).advanceOutstanding, euros("35000.00")) << "75 000 less 40 000";
    EXPECT_EQ(again.row("A", 2022).advanceOutstanding, euros("20000.00"));
    EXPECT_EQ(again.only<AdvanceGranted>().difference, euros("-15000.00")) << "2020's own advance stays 45 000";
    EXPECT_TRUE(again.all<AdvanceRecovered>().empty());
    EXPECT_EQ(s.balance("A").due, euros("240000.00")) << "four payments of 60 000, as before";
}

TEST(Settling, YearsWhoseFiguresDoNotChangeKeepTheirRevision) {
    COVERS("CDC 2019 §11");
    auto s = settled_four_years();
    s.given(corrected("value-A-2021", measured("A", 2021, "90")));
    const auto again = s.when(SettleYear{2021});
    EXPECT_THAT(revisions(again), ElementsAre(std::pair(2021, 2))) << "the score moves, the capped net does not";
    EXPECT_EQ(again.row("A", 2021).net, euros("100000.00"));
    EXPECT_EQ(again.row("A", 2021).netDifference, Money());
    EXPECT_EQ(s.book().common().settled.at(2022).revision, 1);
}

TEST(Settling, ACorrectionOfACorrectionCountsInItsPlace) {
    COVERS("CDC 2019 §11");
    auto s = settled_four_years();
    s.given(corrected("value-A-2022", measured("A", 2022, "95"))).given(SettleYear{2022});
    EXPECT_EQ(s.balance("A").due, euros("240000.00"));
    s.given(corrected("value-A-2022", measured("A", 2022, "85")));
    const auto again = s.when(SettleYear{2022});
    EXPECT_THAT(revisions(again), ElementsAre(std::pair(2022, 3)));
    EXPECT_EQ(again.row("A").gross, euros("75000.00"));
}

TEST(Settling, ACorrectionIsNamedByTheKeyOfTheFirstFact) {
    COVERS("CDC 2019 §11");
    auto s = four_years();
    s.given(corrected("value-A-2019", measured("A", 2019, "95")), "2021-01-01", "correction");
    EXPECT_EQ(s.when(corrected("correction", measured("A", 2019, "96"))).code(), code::correction_of_correction);
    EXPECT_TRUE(s.when(corrected("value-A-2019", measured("A", 2019, "96"))).accepted());
    EXPECT_EQ(s.book().find(group("A"))->facts(2019)->measure({"S01"})->value.value.text, "96");
}

TEST(Settling, ANegativeDifferenceIsALineOfTheStatement) {
    COVERS("CDC 2019 §11");
    auto s = settled_four_years();
    s.given(corrected("spending-A-2022", spending("A", 2022, "1000", "1000")));
    const auto again = s.when(SettleYear{2022});
    EXPECT_EQ(again.row("A").net, Money());
    EXPECT_EQ(again.row("A").netDifference, euros("-75000.00"));
    EXPECT_EQ(again.only<AdvanceRecovered>().difference, euros("-15000.00"));
    EXPECT_EQ(s.balance("A").due, euros("180000.00"));
    EXPECT_EQ(s.envelope(2023).settled, Money()) << "the difference stays with the payment year of its result year";
    const auto lines = s.statement("A");
    EXPECT_EQ(lines[lines.size() - 2].amount, euros("-75000.00"));
    EXPECT_EQ(lines.back().amount, euros("15000.00"));
}

TEST(Settling, ACorrectedSeedAssessmentMovesTheFloorOfEveryYear) {
    COVERS("CDC 2019 §3");
    COVERS("CDC 2019 §10");
    Scenario s;
    s.given(rules()).given(admitted("A")).given(agreed("A")).given(assessed("A"), "2019-09-10", "assessment");
    s.given_year("A", 2019).given_year("A", 2020).given(SettleYear{2019}).given(SettleYear{2020});
    s.given(corrected("assessment", assessed("A", 20'000)));
    const auto again = s.when(SettleYear{2019});
    EXPECT_EQ(again.row("A", 2019).seedCredit, euros("70000.00"));
    EXPECT_EQ(again.row("A", 2019).advanceGranted, euros("55000.00"));
    EXPECT_EQ(again.row("A", 2020).advanceOutstanding, euros("110000.00"));
    EXPECT_EQ(s.balance("A").due, euros("140000.00"));
}

TEST(Settling, AGroupThatLeftHasNoLineAfterItsLastYear) {
    COVERS("CDC 2019 §11");
    Scenario s;
    s.given(rules()).given_group("A").given_group("B");
    for (ResultYear year = 2019; year <= 2020; ++year) s.given_year("A", year).given_year("B", year);
    s.given(SettleYear{2019}).given(withdrew("B", 2019));
    const auto settled = s.when(SettleYear{2020});
    EXPECT_EQ(settled.only<YearSettled>().groupements, 1);
    EXPECT_EQ(settled.only<YearSettled>().expenditure.text, "10000000.000000");
    EXPECT_EQ(settled.row("A").qualityRight, euros("30000.00"));
}

TEST(Settling, AGroupMayLeaveBeforeItsFirstYear) {
    COVERS("CDC 2019 §11");
    auto s = four_years();
    s.given(withdrew("A", 2018));
    EXPECT_EQ(s.when(SettleYear{2019}).code(), code::no_groupement);
}

TEST(Settling, AWithdrawalThatTurnsOutWrongBringsTheGroupBack) {
    COVERS("CDC 2019 §11");
    Scenario s;
    s.given(rules()).given_group("A").given_group("B");
    for (ResultYear year = 2019; year <= 2020; ++year) s.given_year("A", year).given_year("B", year);
    s.given(SettleYear{2019}).given(withdrew("B", 2019), "2020-01-01", "withdrawal").given(SettleYear{2020});
    s.given(corrected("withdrawal", withdrew("B", 2021)));
    const auto again = s.when(SettleYear{2020});
    EXPECT_EQ(again.row("B").due, euros("60000.00"));
    EXPECT_EQ(again.row("B").revision, 2);
    EXPECT_EQ(again.row("A").qualityRight, euros("30000.00"));
}

TEST(Settling, AnAdmissionIsNotCorrectedPastAYearThatIsSettled) {
    COVERS("CDC 2019 §3");
    Scenario s;
    s.given(rules()).given(admitted("A"), "2019-07-03", "admission").given(assessed("A"));
    s.given_year("A", 2019).given(SettleYear{2019});
    EXPECT_EQ(s.when(corrected("admission", admitted("A", 2020))).code(), code::first_year_settled);
}

TEST(Settling, AnAdmissionCorrectedToAnEarlierYearIsSettledFromThere) {
    COVERS("CDC 2019 §3");
    Scenario s;
    s.given(rules()).given(admitted("A", 2020), "2019-07-03", "admission").given(assessed("A"));
    s.given_year("A", 2020).given(SettleYear{2020});
    s.given(corrected("admission", admitted("A", 2019)));
    s.given(target(2019)).given(patients("A", 2019)).given(measured("A", 2019, "85")).given(spending("A", 2018));
    EXPECT_EQ(s.when(SettleYear{2020}).code(), code::earlier_year_unsettled);
    const auto settled = s.when(SettleYear{2019});
    EXPECT_THAT(revisions(settled), ElementsAre(std::pair(2019, 1), std::pair(2020, 2)));
    EXPECT_EQ(settled.row("A", 2020).rank, 2);
}

TEST(Settling, ALineIsAnnulledWhereShorterRulesLeaveTheYearOut) {
    COVERS("CDC 2019 §3");
    auto s = settled_four_years();
    auto shorter = parameters();
    shorter.phases = {2, 3};
    s.given(rules(shorter));
    const auto again = s.when(SettleYear{2022});
    EXPECT_THAT(again.kinds(), ElementsAre("incentiveAnnulled", "advanceRecovered", "yearSettled"));
    EXPECT_EQ(again.only<IncentiveAnnulled>().netDifference, euros("-75000.00"));
    EXPECT_EQ(again.only<YearSettled>().groupements, 0);
    EXPECT_EQ(s.balance("A").due, euros("180000.00"));
    EXPECT_EQ(s.balance("A").advanceOutstanding, euros("50000.00")) << "the recovery of 15 000 is undone";
}

TEST(Settling, RulesAdoptedAgainForTheSameYearTakeThePlaceOfTheFirst) {
    COVERS("CDC 2019 §3");
    auto s = settled_four_years();
    auto kinder = parameters();
    kinder.quality.points.intermediate = {"10"};
    s.given(rules(kinder, 2018, "cdc-2019-bis"));
    const auto again = s.when(SettleYear{2019});
    EXPECT_EQ(again.row("A", 2019).rules.text, "cdc-2019-bis");
    EXPECT_EQ(again.row("A", 2019).score.text, "100.000000");
}

TEST(Settling, AYearIsSettledUnderTheRulesWithTheGreatestFromYearNotAfterIt) {
    COVERS("CDC 2019 §3");
    auto kinder = parameters();
    kinder.quality.points.intermediate = {"10"};
    auto s = four_years();
    s.given(rules(kinder, 2020, "cdc-2020")).given(rules(parameters(), 2018, "cdc-2019-bis"));
    EXPECT_EQ(s.when(SettleYear{2019}).row("A").rules.text, "cdc-2019-bis") << "the later of two for one year";
    EXPECT_EQ(s.when(SettleYear{2020}).row("A").rules.text, "cdc-2020");
    EXPECT_EQ(s.when(SettleYear{2021}).row("A").rules.text, "cdc-2020");
}

TEST(Settling, ADayBeforeTheSettlementItFollowsIsRefused) {
    COVERS("CDC 2019 §3");
    auto s = four_years();
    s.given(SettleYear{2019, day("2020-05-31")}).given(corrected("value-A-2019", measured("A", 2019, "95")));
    EXPECT_EQ(s.when(SettleYear{2019, day("2020-05-30")}).code(), code::day_out_of_order);
    EXPECT_TRUE(s.when(SettleYear{2019, day("2020-05-31")}).accepted());
}

TEST(Settling, AnAmountThatCannotBeHeldIsRefused) {
    COVERS("CDC 2019 §8-II");
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019, "85", "999999999999999999", "1000");
    EXPECT_EQ(s.when(SettleYear{2019}).code(), code::amount_out_of_range);
}

TEST(Settling, AGroupWithoutPatientsIsPaidItsAdvance) {
    COVERS("CDC 2019 §3");
    Scenario s;
    s.given(rules())
        .given_group("A")
        .given(target(2019))
        .given(measured("A", 2019, "85"))
        .given(patients("A", 2019, 0));
    s.given(spending("A", 2018)).given(spending("A", 2019));
    const auto row = s.when(SettleYear{2019}).row("A");
    EXPECT_EQ(row.qualityRight, Money());
    EXPECT_EQ(row.due, euros("60000.00"));
}

TEST(Settling, TheEventsNameTheFactsTheyRestOn) {
    COVERS("CDC 2019 §11");
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019);
    const auto position = [&](std::string_view kind) {
        for (const Event& event : s.history())
            if (kind_of(event.body) == kind) return event.position;
        return Position{0};
    };
    const Position measured_at = position("indicatorMeasured"), target_at = position("indicatorTargetsSet");
    const auto settled = s.when(SettleYear{2019});
    EXPECT_EQ(settled.only<QualityScored>().facts,
              (Positions{1, position("groupementAdmitted"), target_at, measured_at}));
    EXPECT_EQ(settled.only<EfficiencyGainEstablished>().facts.size(), 5u) << "rules, admission, patients, two years";
    EXPECT_THAT(settled.row("A").facts, testing::Contains(position("seedCreditAssessed")));
    EXPECT_THAT(settled.row("A").facts, testing::IsSupersetOf(settled.only<QualityScored>().facts));
}

// ---- bugs' tests

// Moving the rules away from under what they carry crashed the next fact.
TEST(Settling, RulesAreNotCorrectedAwayFromUnderTheGroupsTheyCarry) {
    COVERS("CDC 2019 §3");
    Scenario s;
    s.given(rules(), "2019-07-03", "rules").given_group("A");
    EXPECT_EQ(s.when(corrected("rules", rules(parameters(), 2020))).code(), code::year_without_rules);
    EXPECT_TRUE(s.when(corrected("rules", rules(parameters(), 2019))).accepted());
}

TEST(Settling, RulesMayBeCorrectedAwayWhereOthersCarryTheGroups) {
    COVERS("CDC 2019 §3");
    Scenario s;
    s.given(rules(), "2019-07-03", "rules").given(rules(parameters(), 2017, "cdc-2017")).given_group("A");
    EXPECT_TRUE(s.when(corrected("rules", rules(parameters(), 2020))).accepted());
}

}  // namespace
}  // namespace ipep
