// What may be recorded after what. Refusals as such are in services/refusal_test.cc; here are their edges.
#include <gmock/gmock.h>

#include "ledger/code.h"
#include "projections/views.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;

Scenario known() {
    Scenario s;
    return std::move(s.given(rules()).given(admitted("A"), "2019-07-03", "admission"));
}

TEST(Judging, AGroupOfExactlyFiveThousandPatientsIsAdmitted) {
    COVERS("CDC 2019 §1");
    Scenario s;
    s.given(rules());
    auto small = admitted("A");
    small.patients = 4'999;
    EXPECT_EQ(s.when(small).code(), code::patients_below_minimum);
    small.patients = 5'000;
    EXPECT_TRUE(s.when(small).accepted());
    auto derogated = admitted("B");
    derogated.patients = 12;
    derogated.derogation = "AMI §3.1.2";
    EXPECT_TRUE(s.when(derogated).accepted());
}

TEST(Judging, AModulationOfExactlyTwentyHundredthsIsWithinTheRange) {
    COVERS("CDC 2019 §10");
    for (const char* modulation : {"0.2", "-0.2", "1/5", "-1/5"}) {
        auto s = known();
        EXPECT_TRUE(s.when(assessed("A", 10'000, modulation)).accepted()) << modulation;
    }
    auto s = known();
    EXPECT_EQ(s.when(assessed("A", 10'000, "0.200000000000000001")).code(), code::modulation_out_of_range);
    EXPECT_EQ(s.when(assessed("A", 10'000, "-21/100")).code(), code::modulation_out_of_range);
}

TEST(Judging, MeasuredYearsRunFromTheYearBeforeTheFirstToTheLast) {
    COVERS("CDC 2019 §3");
    auto s = known();
    EXPECT_EQ(s.when(spending("A", 2017)).code(), code::unknown_year);
    EXPECT_TRUE(s.when(spending("A", 2018)).accepted());
    EXPECT_TRUE(s.when(spending("A", 2022)).accepted());
    EXPECT_EQ(s.when(spending("A", 2023)).code(), code::unknown_year);
}

TEST(Judging, WithdrawalRunsFromTheYearBeforeTheFirstToTheLast) {
    COVERS("CDC 2019 §11");
    for (const ResultYear year : {2017, 2023}) {
        auto s = known();
        EXPECT_EQ(s.when(withdrew("A", year)).code(), code::withdrawal_out_of_range) << to_text(year);
    }
    for (const ResultYear year : {2018, 2022}) {
        auto s = known();
        EXPECT_TRUE(s.when(withdrew("A", year)).accepted()) << to_text(year);
    }
}

TEST(Judging, OneToThreeIndicatorsAreChosenOnce) {
    COVERS("CDC 2019 §8-I");
    auto s = known();
    EXPECT_EQ(s.when(chose("A", {})).code(), code::too_many_chosen);
    EXPECT_EQ(s.when(chose("A", {"C1", "C2", "C3", "C4"})).code(), code::too_many_chosen);
    EXPECT_EQ(s.when(chose("A", {"C1", "C1"})).code(), code::chosen_twice);
    EXPECT_EQ(s.when(chose("A", {"C1", "S01"})).code(), code::chosen_is_core);
    EXPECT_TRUE(s.when(chose("A", {"C1", "C2", "C3"})).accepted());
    EXPECT_EQ(s.when(chose("A", {"C1"})).code(), code::choice_is_final);
}

TEST(Judging, AnIndicatorCoreInALaterResultYearIsNotChosen) {
    COVERS("CDC 2019 §8-I");
    auto more = parameters();
    more.quality.socle = {{"S01"}, {"C1"}};
    Scenario s;
    s.given(rules()).given(rules(more, 2022, "cdc-2022")).given(admitted("A", 2019)).given(admitted("B", 2018));
    EXPECT_EQ(s.when(chose("A", {"C1"})).code(), code::chosen_is_core) << "2022 is A's last result year";
    EXPECT_TRUE(s.when(chose("B", {"C1"})).accepted()) << "2021 is B's";
}

TEST(Judging, AChosenIndicatorDoesNotBecomeCore) {
    COVERS("CDC 2019 §8-I");
    auto more = parameters();
    more.quality.socle = {{"S01"}, {"C1"}};
    auto s = known();
    s.given(chose("A", {"C1"}));
    EXPECT_EQ(s.when(rules(more, 2022, "cdc-2022")).code(), code::chosen_became_core);
    EXPECT_TRUE(s.when(rules(more, 2023, "cdc-2023")).accepted());
}

TEST(Judging, ATargetMayEqualItsIntermediateButNotBeWorse) {
    COVERS("CDC 2019 §8-I");
    auto s = known();
    EXPECT_EQ(s.when(target(2019, "S01", "79.9", "80")).code(), code::target_below_intermediate);
    EXPECT_TRUE(s.when(target(2019, "S01", "80", "80")).accepted());
    EXPECT_EQ(s.when(target_down(2020, "S01", "14.1", "14")).code(), code::target_below_intermediate);
    EXPECT_TRUE(s.when(target_down(2020, "S01", "14", "14")).accepted());
    EXPECT_EQ(s.when(thresholds(2019, "60", "59.9")).code(), code::target_below_intermediate);
    EXPECT_TRUE(s.when(thresholds(2019, "60", "60")).accepted());
}

TEST(Judging, TheSameSubjectUnderAnotherKeyIsADuplicate) {
    COVERS("CDC 2019 §11");
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019).given(budget(2020, "4000000.00")).given(thresholds(2019));
    s.given(experience("A", 2019, "60")).given(withdrew("A", 2021));
    for (const Fact& again :
         {Fact(admitted("A")), Fact(agreed("A")), Fact(assessed("A")), Fact(roadmap("A")), Fact(target(2019)),
          Fact(measured("A", 2019, "85")), Fact(thresholds(2019)), Fact(experience("A", 2019, "60")),
          Fact(patients("A", 2019)), Fact(spending("A", 2019)), Fact(budget(2020, "1.00")), Fact(withdrew("A", 2021))})
        EXPECT_EQ(s.when(again).code(), code::duplicate_fact) << line(again, "again");
    EXPECT_TRUE(s.when(rules()).accepted()) << "rules may be adopted again";
}

TEST(Judging, ACorrectionKeepsKindAndSubject) {
    COVERS("CDC 2019 §11");
    Scenario s;
    s.given(rules(), "2019-07-03", "rules").given(admitted("A"), "2019-07-03", "admission").given(admitted("B"));
    s.given_year("A", 2019);
    EXPECT_EQ(s.when(corrected("nothing", measured("A", 2019, "1"))).code(), code::unknown_key);
    EXPECT_EQ(s.when(corrected("value-A-2019", patients("A", 2019))).code(), code::correction_kind);
    EXPECT_EQ(s.when(corrected("value-A-2019", measured("A", 2020, "1"))).code(), code::correction_subject);
    EXPECT_EQ(s.when(corrected("value-A-2019", measured("B", 2019, "1"))).code(), code::correction_subject);
    EXPECT_EQ(s.when(corrected("value-A-2019", measured("A", 2019, "1", "S02"))).code(), code::correction_subject);
    EXPECT_EQ(s.when(corrected("rules", rules(parameters(), 2018, "other"))).code(), code::correction_subject);
    EXPECT_TRUE(s.when(corrected("value-A-2019", measured("A", 2019, "1"))).accepted());
}

TEST(Judging, ACorrectionIsJudgedLikeTheFactItBrings) {
    COVERS("CDC 2019 §11");
    auto s = known();
    s.given(spending("A", 2019), "2020-01-01", "spending").given(agreed("A"));
    EXPECT_EQ(s.when(corrected("spending", spending("A", 2019, "-1"))).code(), code::spending_negative);
    EXPECT_EQ(s.when(corrected("spending", spending("A", 2019, "1", "0"))).code(), code::adjusted_spending_zero);
    auto elsewhere = admitted("A");
    elsewhere.cpam = {"971"};
    EXPECT_EQ(s.when(corrected("admission", elsewhere)).code(), code::cpam_mismatch);
}

TEST(Judging, SpendingOfNothingIsAllowedButNotAnAdjustedOneOfNothing) {
    COVERS("CDC 2019 §8-II");
    auto s = known();
    EXPECT_TRUE(s.when(spending("A", 2018, "0", "0.000001")).accepted());
    EXPECT_EQ(s.when(spending("A", 2019, "1", "0.0")).code(), code::adjusted_spending_zero);
    EXPECT_EQ(s.when(spending("A", 2019, "1", "-1")).code(), code::spending_negative);
}

// A bug's test: the chosen indicator was counted twice once an admission was corrected into years where it is core.
TEST(Judging, AnAdmissionIsNotCorrectedIntoYearsWhereAChosenIndicatorIsCore) {
    COVERS("CDC 2019 §8-I");
    auto more = parameters();
    more.quality.socle = {{"S01"}, {"C1"}};
    Scenario s;
    s.given(rules()).given(rules(more, 2022, "cdc-2022")).given(admitted("B", 2018), "2019-07-03", "admission");
    s.given(chose("B", {"C1"}));
    EXPECT_EQ(s.when(corrected("admission", admitted("B", 2019))).code(), code::chosen_became_core);
}

// A bug's test: two budgets of the greatest amount could not be added up, and `envelope` failed for ever.
TEST(Judging, ABudgetThatCouldNotBeAddedUpIsRefused) {
    auto s = known();
    EXPECT_EQ(s.when(budget(2020, "900000000000000.00")).code(), code::amount_out_of_range);
    EXPECT_TRUE(s.when(budget(2020, "21000000.00")).accepted());
    EXPECT_EQ(s.when(budget(2021, "-0.01")).code(), code::amount_negative);
}

}  // namespace
}  // namespace ipep
