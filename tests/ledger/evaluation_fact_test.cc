// Facts that enter no settlement: what is refused, what is kept, and that no figure follows from them.
#include <gmock/gmock.h>

#include "ledger/code.h"
#include "ledger/description.h"
#include "projections/balance.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;

const std::string kDigest(64, 'a');

ObservationRecorded observed(ResultYear year, std::optional<GroupementId> groupement = {}) {
    return {.population = "control", .year = year, .measure = "visits", .value = {"4.2"}, .groupement = groupement};
}
AdjustmentModelAdopted model(std::string name = "m-2019") {
    return {.model = {std::move(name)},
            .year = 2019,
            .author = "Cnam",
            .sample = "EGB 2019",
            .adjustedR2 = {"0.31"},
            .sha256 = kDigest,
            .variables = {"age", "ald"}};
}
Scenario with_group() {
    Scenario s;
    s.given(rules()).given_group("A");
    return s;
}

TEST(Observations, OfAnyYearAndPopulationOnce) {
    Scenario s = with_group();
    s.given(observed(1995)).given(observed(2040)).given(observed(2019, group("A")));
    EXPECT_EQ(s.when(observed(1995)).code(), code::duplicate_fact);
    const std::string subject = s.when(observed(2019, group("A"))).rejection().sentence();
    EXPECT_NE(subject.find("control, 2019, visits, A"), std::string::npos) << subject;
    EXPECT_EQ(s.when(observed(2019, group("Z"))).code(), code::unknown_groupement);
    ObservationRecorded other = observed(1995);
    other.population = "contro";
    other.measure = "l" + other.measure;
    s.given(other);  // the same letters, another subject
    const std::string key = "first";
    s.given(observed(1996), "2019-09-01", key);
    ObservationRecorded right = observed(1996);
    right.value = {"4.3"};
    EXPECT_TRUE(s.when(corrected(key, right)).accepted());
    EXPECT_EQ(s.when(corrected(key, observed(1997))).code(), code::correction_subject);
}

TEST(Observations, NoFactOutsideSettlementsMovesAFigure) {
    Scenario s = with_group();
    s.given_year("A", 2019);
    const std::vector<Fact> facts = {
        observed(2019, group("A")),
        GroupementDescribed{.groupement = group("A"), .name = "B", .referringPhysicians = 9}, model(),
        AmendmentOpinionGiven{group("A"), {"cdc-2022"}, "favourable", "letter"}};
    const Balance before = s.balance("A");
    for (const Fact& fact : facts) EXPECT_EQ(s.when(fact).events().size(), 1u) << kind_of(widen(fact));
    EXPECT_EQ(s.balance("A").seedReleased, before.seedReleased);
    s.given(SettleYear{2019});
    EXPECT_EQ(s.balance("A").due, euros("60000.00"));
}

TEST(Descriptions, HoldFromTheirDayAndThePastKeepsItsOwn) {
    Scenario s = with_group();
    const auto at = [&](const char* on) { return described_on(*s.book().find(group("A")), day(on)); };
    const std::string first = at("2019-12-31").name;
    s.given(GroupementDescribed{.groupement = group("A"), .name = "Pôle Sud", .holder = "GCS"}, "2021-01-01", "d");
    s.given(GroupementDescribed{.groupement = group("A"), .legalForm = "SAS", .themes = {{"AVC"}}}, "2020-07-01");
    EXPECT_EQ(at("2020-06-30").name, first);
    EXPECT_EQ(at("2020-07-01").legalForm, "SAS");
    EXPECT_EQ(at("2020-12-31").name, first);
    EXPECT_EQ(at("2021-01-01").name, "Pôle Sud");
    EXPECT_EQ(at("2021-01-01").legalForm, "SAS") << "what is absent stays as it was";
    EXPECT_EQ(at("2021-01-01").holder, "GCS");
    EXPECT_EQ(described(*s.book().find(group("A"))).name, "Pôle Sud");
    s.given(corrected("d", GroupementDescribed{.groupement = group("A"), .name = "Pôle Nord"}), "2021-02-01");
    EXPECT_EQ(at("2021-01-01").name, "Pôle Nord") << "a correction keeps the day";
    EXPECT_FALSE(at("2021-01-01").holder);
    EXPECT_EQ(s.when(GroupementDescribed{.groupement = group("A")}).code(), code::description_empty);
    EXPECT_EQ(s.when(GroupementDescribed{.groupement = group("Z"), .name = "Z"}).code(), code::unknown_groupement);
    EXPECT_EQ(s.when(GroupementDescribed{.groupement = group("A"), .referringPhysicians = 0}).code(),
              code::count_out_of_range);
}

TEST(Models, AreAdoptedOnceAndNamedBySpending) {
    Scenario s = with_group();
    ExpenditureMeasured of_model = spending("A", 2019);
    of_model.model = ModelId{"m-2019"};
    EXPECT_EQ(s.when(of_model).code(), code::unknown_model);
    s.given(model());
    s.given(of_model);
    EXPECT_EQ(s.when(model()).code(), code::duplicate_fact);
    AdjustmentModelAdopted wrong = model("m-2020");
    wrong.adjustedR2 = {"1.01"};
    EXPECT_EQ(s.when(wrong).code(), code::model_contradicts);
    wrong = model("m-2020");
    wrong.variables = {"age", "age"};
    EXPECT_EQ(s.when(wrong).code(), code::model_contradicts);
    wrong.variables.clear();
    EXPECT_EQ(s.when(wrong).code(), code::model_contradicts);
    wrong = model("m-2020");
    wrong.sha256 = "A";
    EXPECT_EQ(s.when(wrong).code(), code::digest_malformed);
}

TEST(Opinions, OncePerGroupAndRulesAlsoBeforeTheyAreAdopted) {
    Scenario s = with_group();
    s.given(AmendmentOpinionGiven{group("A"), {"cdc-2022"}, "favourable", "letter"});
    EXPECT_EQ(s.when(AmendmentOpinionGiven{group("A"), {"cdc-2022"}, "against", "other"}).code(), code::duplicate_fact);
    EXPECT_EQ(s.when(AmendmentOpinionGiven{group("Z"), {"cdc-2022"}, "-", "-"}).code(), code::unknown_groupement);
    s.given(AmendmentOpinionGiven{group("A"), {"cdc-2023"}, "against", "letter"});
}

TEST(ChosenIndicators, AreValidatedOnceAndOnlyWhereChosen) {
    Scenario s = with_group();
    const ChosenIndicatorValidated validated{group("A"), {"C1"}, "name", "definition", "opinion", "decision"};
    EXPECT_EQ(s.when(validated).code(), code::indicator_not_chosen);
    s.given(chose("A", {"C1"})).given(validated);
    EXPECT_EQ(s.when(validated).code(), code::duplicate_fact);
    EXPECT_EQ(s.book().find(group("A"))->validated.front().value.name, "name");
}

TEST(Governance, AnEngagementIsSignedOnce) {
    Scenario s = with_group();
    s.given(EngagementSigned{group("A"), "act"});
    EXPECT_EQ(s.when(EngagementSigned{group("A"), "another"}).code(), code::duplicate_fact);
    EXPECT_EQ(s.when(EngagementSigned{group("Z"), "act"}).code(), code::unknown_groupement);
}

TEST(Governance, TheExperimentLastsFiveYearsAtMost) {
    const auto runs = [](const char* from, const char* until) {
        return Scenario().when(ExperimentScheduled{day(from), day(until), "arrêté"}).accepted();
    };
    EXPECT_TRUE(runs("2019-07-04", "2024-07-03"));
    EXPECT_FALSE(runs("2019-07-04", "2024-07-04"));
    EXPECT_FALSE(runs("2019-07-04", "2019-07-03"));
    EXPECT_TRUE(runs("2020-02-29", "2025-02-28"));
    Scenario s;
    EXPECT_EQ(s.when(ExperimentScheduled{day("2019-07-04"), day("2024-07-04"), "a"}).code(),
              code::duration_out_of_range);
    s.given(ExperimentScheduled{day("2019-07-04"), day("2024-07-03"), "arrêté"});
    EXPECT_EQ(s.when(ExperimentScheduled{day("2019-07-04"), day("2023-07-03"), "b"}).code(), code::duplicate_fact);
}

}  // namespace
}  // namespace ipep
