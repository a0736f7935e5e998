// Chosen indicators and the three months in which they are validated.
#include "services/histories/late_validation.h"

#include <gtest/gtest.h>

#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;

std::vector<std::string> late(const Scenario& s, const char* today) {
    std::vector<std::string> names;
    for (const ChosenIndicator& one : late_validations(s.book(), day(today)))
        names.push_back(one.groupement.text + ' ' + one.indicator.text + ' ' + to_text(one.until) +
                        (one.validated ? ' ' + to_text(*one.validated) : ""));
    return names;
}

ChosenIndicatorValidated validated(const char* indicator) {
    return {group("A"), {indicator}, "Suivi", "définition", "favorable", "décision"};
}

TEST(LateValidation, AMonthEndsWhereItHasNoSuchDay) {
    for (const auto& [from, months, until] : {std::tuple{"2019-07-03", 3, "2019-10-03"},
                                              {"2019-11-30", 3, "2020-02-29"},
                                              {"2020-11-30", 3, "2021-02-28"},
                                              {"2019-12-31", 1, "2020-01-31"}})
        EXPECT_EQ(to_text(months_after(day(from), months)), until);
}

TEST(LateValidation, WhatIsNotValidatedIsLateOnceTheMonthsAreOver) {
    Scenario s;
    s.given(rules()).given_group("A");
    const std::string admitted = to_text(s.book().find(group("A"))->admission.on);
    const std::string until = to_text(months_after(day(admitted.c_str()), 3));
    EXPECT_TRUE(late(s, "2999-01-01").empty()) << "none is chosen";
    s.given(IndicatorsChosen{group("A"), {{"C1"}, {"C2"}, {"C3"}}}, admitted.c_str());
    EXPECT_TRUE(late(s, until.c_str()).empty()) << "the last day is in time";
    EXPECT_EQ(late(s, "2999-01-01").size(), 3u);
    s.given(validated("C1"), until.c_str(), "v1");
    s.given(validated("C2"), "2998-01-01", "v2");
    EXPECT_EQ(late(s, "2999-01-01"), (std::vector<std::string>{"A C2 " + until + " 2998-01-01", "A C3 " + until}));
    ChosenIndicatorValidated right = validated("C1");
    right.name = "Autre";
    ASSERT_TRUE(s.when(corrected("v1", right), "2998-06-01").accepted());
    EXPECT_EQ(late(s, "2999-01-01").size(), 2u) << "a correction leaves the day as it was";
    EXPECT_EQ(chosen_indicators(*s.book().find(group("A"))).front().name, "Autre");
}

}  // namespace
}  // namespace ipep
