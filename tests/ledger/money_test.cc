#include "ledger/money.h"

#include "tests/print.h"

namespace ipep {
namespace {

TEST(Money, IsWrittenWithTwoDecimalsAlways) {
    EXPECT_EQ(to_text(Money(0)), "0.00");
    EXPECT_EQ(to_text(Money(5)), "0.05");
    EXPECT_EQ(to_text(Money(-5)), "-0.05");
    EXPECT_EQ(to_text(Money(123456)), "1234.56");
    EXPECT_EQ(to_text(Money(Money::limit)), "900000000000000.00");
    EXPECT_EQ(to_text(Money(-Money::limit)), "-900000000000000.00");
}

TEST(Money, IsReadBackAsItIsWritten) {
    for (const std::int64_t cents : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{99},
                                     std::int64_t{-100}, Money::limit, -Money::limit})
        EXPECT_EQ(parse_money(to_text(Money(cents))), Money(cents));
}

TEST(Money, NoOtherFormIsAnAmount) {
    for (const char* text : {"",
                             ".",
                             "1",
                             "12.5",
                             "1.234",
                             "+1.00",
                             "01.00",
                             "00.00",
                             "1,00",
                             " 1.00",
                             "1.00 ",
                             "1.00\n",
                             ".50",
                             "1.",
                             "--1.00",
                             "-",
                             "1e3.00",
                             "0x1.00",
                             "١.00",
                             "1 000.00",
                             "900000000000000.01",
                             "9999999999999999.99",
                             "99999999999999999999.00",
                             "NaN.00",
                             "1.-5",
                             "1.+5"})
        EXPECT_FALSE(parse_money(text)) << text;
}

TEST(Money, BeyondItsRangeItThrowsInsteadOfWrappingAround) {
    EXPECT_THROW(Money(Money::limit + 1), OutOfRange);
    EXPECT_THROW(Money(Money::limit) + Money(1), OutOfRange);
    EXPECT_THROW(Money(-Money::limit) - Money(1), OutOfRange);
    EXPECT_EQ(Money(Money::limit) - Money(Money::limit), Money());
}

}  // namespace
}  // namespace ipep
