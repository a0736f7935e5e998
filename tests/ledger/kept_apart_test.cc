// Members that are kept apart are values as any other: copied, compared and walked by what they hold.
#include "ledger/kept_apart.h"

#include <gtest/gtest.h>

#include "ledger/event.h"

namespace ipep {
namespace {

TEST(KeptApart, IsCopiedByWhatItHolds) {
    Apart<std::string> one(std::string("a")), other = one;
    *other = "b";
    EXPECT_EQ(*one, "a");
    EXPECT_FALSE(one == other);
    one = other;
    EXPECT_TRUE(one == other);
    EXPECT_EQ(*Apart<std::string>(), "");
}

TEST(KeptApart, WhatIsSeldomThereIsAnOptional) {
    Seldom<std::string> none, some(std::string("a")), same = some;
    EXPECT_FALSE(none);
    EXPECT_TRUE(none == Seldom<std::string>(std::nullopt));
    EXPECT_FALSE(none == some);
    EXPECT_FALSE(some == none);
    EXPECT_TRUE(some == same);
    same.emplace("b");
    EXPECT_EQ(*some, "a");
    EXPECT_FALSE(some == same);
    same = none;
    EXPECT_FALSE(same.has_value());
    EXPECT_EQ(*Seldom<std::string>(std::optional<std::string>("c")), "c");
    EXPECT_FALSE(Seldom<std::string>(std::optional<std::string>()));
}

// An event is as large as its largest kind: a member that few kinds have belongs apart.
TEST(KeptApart, AnEventOfAnyKindTakesLessThanSevenHundredAndFiftyBytes) { EXPECT_LT(sizeof(Event), 750u); }

}  // namespace
}  // namespace ipep
