// Totals: no order of adding and no single amount makes one fail.
#include "ledger/total.h"

#include <gtest/gtest.h>

#include "tests/print.h"

namespace ipep {
namespace {

TEST(Total, IsWrittenAsAmountsAre) {
    for (const std::int64_t cents : {0, 1, -1, 5, 99, 100, -100, 123'456, -7})
        EXPECT_EQ(to_text(Total(Money(cents))), to_text(Money(cents)));
    for (const std::int64_t cents : {Money::limit, -Money::limit})
        EXPECT_EQ(to_text(Total(Money(cents))), to_text(Money(cents)));
}

TEST(Total, GoesBeyondAnAmountAndBack) {
    const Money most(Money::limit);
    Total total;
    for (int i = 0; i < 1000; ++i) total += most;
    EXPECT_EQ(to_text(total), "900000000000000000.00");
    EXPECT_EQ(to_text(-total), "-900000000000000000.00");
    EXPECT_THROW(total.money(), OutOfRange);
    for (int i = 0; i < 999; ++i) total -= most;
    EXPECT_EQ(total.money(), most);
    EXPECT_LT(total - most - Money(1), Total());
}

}  // namespace
}  // namespace ipep
