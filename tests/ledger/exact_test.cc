#include "ledger/exact.h"

#include "tests/print.h"

namespace ipep {
namespace {

TEST(Exact, RoundsToTheNearestCentHalfAwayFromZero) {
    EXPECT_EQ(round_cents(Exact(5, 1000)), Exact(1, 100));
    EXPECT_EQ(round_cents(Exact(-5, 1000)), Exact(-1, 100));
    EXPECT_EQ(round_cents(Exact(4999, 1'000'000)), 0);
    EXPECT_EQ(round_cents(Exact(-4999, 1'000'000)), 0);
    EXPECT_EQ(round_cents(Exact(1, 3)), Exact(33, 100));
    EXPECT_EQ(round_cents(Exact(2, 3)), Exact(67, 100));
}

TEST(Exact, FloorsTowardsMinusInfinity) {
    EXPECT_EQ(floor_cents(Exact(19, 1000)), Exact(1, 100));
    EXPECT_EQ(floor_cents(Exact(-11, 1000)), Exact(-2, 100));
    EXPECT_EQ(floor_cents(Exact(-1, 100)), Exact(-1, 100));
}

TEST(Exact, IsShownWithSixDecimalsHalfAwayFromZero) {
    EXPECT_EQ(to_decimals(Exact(170, 3)), "56.666667");
    EXPECT_EQ(to_decimals(Exact(-170, 3)), "-56.666667");
    EXPECT_EQ(to_decimals(Exact(1, 2'000'000)), "0.000001");
    EXPECT_EQ(to_decimals(Exact(-1, 2'000'000)), "-0.000001");
    EXPECT_EQ(to_decimals(Exact(-1, 2'000'001)), "0.000000") << "zero has no sign";
    EXPECT_EQ(to_decimals(Exact(0)), "0.000000");
    EXPECT_EQ(to_decimals(Exact(12)), "12.000000");
}

TEST(Exact, TextIsDecimalWhereItEndsElseAFraction) {
    EXPECT_EQ(to_text(Exact(67, 2)), "33.5");
    EXPECT_EQ(to_text(Exact(170, 3)), "170/3");
    EXPECT_EQ(to_text(Exact(-1, 8)), "-0.125");
    EXPECT_EQ(to_text(Exact(0)), "0");
    EXPECT_EQ(to_text(Exact(-7)), "-7");
}

TEST(Exact, DecimalsAreWellFormedOrNot) {
    for (const char* text : {"0", "-0", "0.0", "1", "-1.5", "0.1", "0.10", "123456789012345678", "0.123456789012345678",
                             "-999999999999999999.999999999999999999"})
        EXPECT_TRUE(well_formed_decimal(text)) << text;
    for (const char* text : {"",
                             "-",
                             ".",
                             "1.",
                             ".1",
                             "01",
                             "-01",
                             "00",
                             "1e3",
                             "1,5",
                             "+1",
                             " 1",
                             "1 ",
                             "1.2.3",
                             "NaN",
                             "Infinity",
                             "1234567890123456789",
                             "0.1234567890123456789",
                             "1/2",
                             "0x10",
                             "--1",
                             "１"})
        EXPECT_FALSE(well_formed_decimal(text)) << text;
}

TEST(Exact, RatiosAreDecimalsOrFractions) {
    for (const char* text : {"0.05", "1/3", "-1/3", "0/1", "-0.2", "10/4"})
        EXPECT_TRUE(well_formed_ratio(text)) << text;
    for (const char* text : {"", "/", "1/", "/3", "1/0", "1/-3", "1/2/3", "0.5/2", "1/03", "01/3", "1 /3"})
        EXPECT_FALSE(well_formed_ratio(text)) << text;
}

TEST(Exact, AZeroInFrontIsDecimalNeverOctal) {
    EXPECT_EQ(to_exact(Decimal{"0.010"}), Exact(1, 100));
    EXPECT_EQ(to_exact(Decimal{"-0.08"}), Exact(-8, 100));
    EXPECT_EQ(to_exact(Decimal{"0"}), 0);
    EXPECT_EQ(to_exact(Ratio{"10/4"}), Exact(5, 2));
}

TEST(Exact, AnAmountThatIsNotWholeCentsIsABug) {
    EXPECT_THROW(to_money(Exact(1, 1000)), std::logic_error);
    for (const int sign : {1, -1}) {
        const Exact most = sign * Exact(Money::limit) / 100;
        EXPECT_EQ(to_money(most), Money(sign * Money::limit));
        EXPECT_THROW(to_money(most + sign * Exact(1, 100)), OutOfRange);
    }
    EXPECT_EQ(to_money(Exact(-1, 100)), Money(-1));
}

}  // namespace
}  // namespace ipep
