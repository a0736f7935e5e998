// What looks random is the same for everybody: SplitMix64's known outputs, and what a standard number is made of.
#include "services/histories/drawn_numbers.h"

#include <gtest/gtest.h>

#include "services/histories/error_model.h"

namespace ipep {
namespace {

// The first outputs of the generator of seed 0, as its authors' program prints them.
TEST(DrawnNumbers, AreSplitMix64s) {
    constexpr std::uint64_t step = 0x9e3779b97f4a7c15;
    EXPECT_EQ(DrawnNumbers::mix(step), 0xe220a8397b1dcdafu);
    EXPECT_EQ(DrawnNumbers::mix(2 * step), 0x6e789e6aa1b965f4u);
    EXPECT_EQ(DrawnNumbers::mix(3 * step), 0x06c45d188009454fu);
}

TEST(DrawnNumbers, OfOneGroupementAndYearAreTheSameWhoeverElseIsDrawn) {
    const auto name = DrawnNumbers::name_of({"G01"});
    DrawnNumbers once(7, 1, name, 2021), again(7, 1, name, 2021), next(7, 1, name, 2022), other(7, 2, name, 2021);
    const std::uint64_t first = once.next();
    EXPECT_EQ(first, again.next());
    EXPECT_NE(first, next.next());
    EXPECT_NE(first, other.next());
    EXPECT_NE(name, DrawnNumbers::name_of({"G02"}));
}

// Twelve uniform numbers have the variance of one standard number; the sums of many lie where they should.
TEST(DrawnNumbers, HaveMeanNothingAndVarianceOne) {
    constexpr int count = 20'000;
    Exact sum = 0, squares = 0;
    std::int64_t within = 0;
    for (int draw = 1; draw <= count; ++draw) {
        const std::int64_t number = DrawnNumbers(1, static_cast<std::uint64_t>(draw), 5, 2021).standard();
        const Exact standard(Integer(number), Integer(1ll << 32));
        EXPECT_LT(abs(standard), 6);
        sum += standard;
        squares += standard * standard;
        within += abs(standard) < 1;
    }
    EXPECT_LT(abs(sum / count), Exact(3, 100));
    EXPECT_LT(abs(squares / count - 1), Exact(3, 100));
    EXPECT_NEAR(static_cast<double>(within) / count, 0.68, 0.02);
}

TEST(ErrorModel, TakesSharesAndPercents) {
    const auto model = parse_errors({"spending=50%", "indicators=1/10"});
    ASSERT_TRUE(model);
    EXPECT_EQ(*model, (ErrorModel{{"0.5"}, {"0.01"}, {"0.1"}, {"0.02"}}));
    for (const char* text : {"age=1%", "spending", "spending=", "spending=-1%", "spending=x", "spending=2000"})
        EXPECT_FALSE(parse_errors({text})) << text;
}

GroupState page_of(const IndicatorMeasured& measured) {
    GroupState page;
    page.admission.value.groupement = {"G01"};
    page.years[2021].measured.push_back({1, {}, measured, {}});
    return page;
}

std::string drawn(const IndicatorMeasured& measured, std::uint64_t number) {
    GroupState page = page_of(measured);
    DrawnPage(page, {}).draw(1, number, page);
    return page.years.at(2021).measured.front().value.value.text;
}

// A proportion of few persons is drawn further than one of many, and never beyond all of them.
TEST(ErrorModel, AProportionsErrorIsThatOfItsDenominator) {
    const IndicatorMeasured few{{"G01"}, 2021, {"S01"}, {"0.9500"}, Quantity{"19"}, Quantity{"20"}};
    const IndicatorMeasured many{{"G01"}, 2021, {"S01"}, {"0.9500"}, Quantity{"19000"}, Quantity{"20000"}};
    Exact furthest_few = 0, furthest_many = 0;
    bool reaches_all = false;
    for (std::uint64_t number = 1; number <= 200; ++number) {
        const Exact of_few = to_exact(Decimal{drawn(few, number)}), of_many = to_exact(Decimal{drawn(many, number)});
        EXPECT_LE(of_few, 1);
        reaches_all = reaches_all || of_few == 1;
        furthest_few = std::max(furthest_few, abs(of_few - Exact(19, 20)));
        furthest_many = std::max(furthest_many, abs(of_many - Exact(19, 20)));
    }
    EXPECT_TRUE(reaches_all);
    EXPECT_GT(furthest_few, furthest_many * 10);
}

TEST(ErrorModel, KeepsTheDecimalsOfWhatWasRecorded) {
    EXPECT_EQ(drawn({{"G01"}, 2021, {"S01"}, {"12"}}, 1).find('.'), std::string::npos);
    const std::string text = drawn({{"G01"}, 2021, {"S01"}, {"0.010"}}, 1);
    EXPECT_EQ(text.size(), 5u) << text;
    EXPECT_NE(text, "0.010");
}

}  // namespace
}  // namespace ipep
