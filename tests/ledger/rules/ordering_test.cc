// Ordering: what is left of a debt, as a figure and as its explanation.
#include <gtest/gtest.h>

#include "ledger/rules/ordering.h"
#include "ledger/traced.h"
#include "tests/covers.h"
#include "tests/sample.h"

namespace ipep {
namespace {

using namespace sample;

Traced leaf(std::string name, const char* euros) {
    return Traced::leaf(std::make_shared<Explanation>(Explanation{.name = std::move(name),
                                                                  .of = {},
                                                                  .value = euros,
                                                                  .unit = kEuros,
                                                                  .formula = {},
                                                                  .cite = {},
                                                                  .event = EventRef{},
                                                                  .inputs = {}}),
                        exact(euros));
}

TEST(Ordering, WhatOrdersThatStandTookIsLeftOut) {
    COVERS("CSS D.253-4");
    const std::vector<Exact> none, two{exact("10.00"), exact("5.50")};
    EXPECT_EQ(left_to_order<Exact>("seedCredit/G", exact("60.00"), none), exact("60.00"));
    EXPECT_EQ(left_to_order<Exact>("seedCredit/G", exact("60.00"), two), exact("44.50"));
    EXPECT_EQ(left_to_order<Exact>("seedCredit/G", exact("12.00"), two), exact("-3.50")) << "overpaid, to be set off";
}

TEST(Ordering, ALowerRevisionCountsAtOnceAHigherOnceValidated) {
    EXPECT_TRUE(waits_for_validation(exact("70.00"), exact("60.00")));
    EXPECT_FALSE(waits_for_validation(exact("50.00"), exact("60.00")));
    EXPECT_FALSE(waits_for_validation(exact("60.00"), exact("60.00")));
}

TEST(Ordering, TheExplanationIsTheComputation) {
    const std::vector<Traced> pieces{leaf("first", "30.00"), leaf("second", "30.00")}, taken{leaf("other", "10.00")};
    const Traced debt = debt_in_year<Traced>("released", "2020", pieces);
    const std::vector<Traced> parts{left_to_order<Traced>("seedCredit/G", debt, taken)};
    const ExplanationPtr order = order_amount<Traced>("351-2020-000001", parts).node();
    EXPECT_EQ(order->label() + ' ' + order->value + ' ' + order->formula, "order[351-2020-000001] 50.00 sum(inputs)");
    const Explanation& part = *order->inputs.at(0);
    EXPECT_EQ(part.label() + ' ' + part.value, "part[seedCredit/G] 50.00");
    EXPECT_EQ(part.formula, "released[2020] - ordered");
    EXPECT_EQ(part.inputs.at(0)->value, "60.00");
    EXPECT_EQ(part.inputs.at(1)->value, "10.00");
    EXPECT_EQ(part.cite->section, "CSS D.253-4");
}

}  // namespace
}  // namespace ipep
