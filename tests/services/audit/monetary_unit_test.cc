// Samples against the vectors of events/README.md, which verify.py makes as well.
#include "services/audit/monetary_unit.h"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "services/audit/draw.h"
#include "services/words/code.h"
#include "tests/print.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using namespace sample;
using testing::ElementsAre;

const Amounts kDue{{"seedCredit/G01", euros("3000.00")},         {"seedCredit/G02", euros("-70.00")},
                   {"settlement/2021/G01/due", euros("900.00")}, {"settlement/2021/G02/due", euros("1400.00")},
                   {"settlement/2021/G03/due", Money()},         {"settlement/2022/G01/due", euros("650.50")}};

UnitWish wish(const char* materiality, const char* expected, int confidence = 95) {
    return {"due", euros(materiality), euros(expected), confidence};
}
UnitSample drawn(const UnitWish& wish, const Amounts& population = kDue) {
    return draw_by_unit(population, Digest{}, "graine", *plan_sample(wish));
}

TEST(MonetaryUnit, ItsSampleIsTheVectorOfTheReadme) {
    const std::string text = read_file(project_path("events/README.md"));
    const auto from = text.find("```json\n") + 8;
    EXPECT_EQ(boost::json::parse(text.substr(from, text.find("```", from) - from)),
              boost::json::value(unit_sample_answer(drawn(wish("5000.00", "500.00")))));
}

TEST(MonetaryUnit, SoManyReferencesAreTheVectorOfTheReadme) {
    std::vector<std::string> population;
    for (const auto& [reference, amount] : kDue) population.push_back(reference);
    EXPECT_THAT(draw_sample(population, Digest{}, "graine", 3),
                ElementsAre("settlement/2021/G02/due", "settlement/2021/G03/due", "seedCredit/G01"));
}

TEST(MonetaryUnit, TheIntervalIsWhatTheMaterialityLeaves) {
    EXPECT_EQ(plan_sample(wish("5000.00", "500.00"))->interval, euros("1400.00"));
    EXPECT_EQ(plan_sample(wish("5000.00", "0.00"))->interval, euros("1666.66"));
    EXPECT_EQ(plan_sample(wish("4200.00", "0.00", 99))->interval, euros("911.06"));
    EXPECT_EQ(plan_sample(wish("0.03", "0.00"))->interval, euros("0.01"));
    EXPECT_EQ(plan_sample(UnitWish{"due", Money(Money::limit), {}, 50})->interval, Money(Money::limit));
}

TEST(MonetaryUnit, WhereNothingIsLeftOfTheMaterialityThereIsNoPlan) {
    for (const UnitWish& none : {wish("5000.00", "3125.00"), wish("0.02", "0.00"), wish("0.00", "0.00"),
                                 UnitWish{"due", euros("1.00"), Money(Money::limit), 99}})
        EXPECT_EQ(plan_sample(none).error().code, code::materiality_exhausted);
}

TEST(MonetaryUnit, WhatReachesTheIntervalIsDrawnWhereverItBegins) {
    for (int before = 0; before < 200; ++before) {
        const UnitSample sample = drawn(wish("3.00", "0.00"), {{"a", Money(before)}, {"b", Money(100)}});
        EXPECT_EQ(sample.drawn.back().reference, "b") << before;
        EXPECT_EQ(sample.total, Money(before + 100));
        EXPECT_EQ(sample.apart.size(), before == 0 ? 1u : 0u);
    }
}

TEST(MonetaryUnit, OfNothingNothingIsDrawn) {
    const UnitSample sample = drawn(wish("5000.00", "500.00"), {{"a", Money()}, {"b", euros("-1.00")}});
    EXPECT_TRUE(sample.drawn.empty());
    EXPECT_EQ(sample.apart.size(), 2u);
    EXPECT_EQ(sample.count, 0u);
}

}  // namespace
}  // namespace ipep
