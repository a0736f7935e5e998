// What the views answer that no rule does: the envelope by payment year, and statements line by line.
#include <gmock/gmock.h>

#include "projections/views.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;

TEST(Envelope, IsUsedByPaymentYear) {
    COVERS("CDC 2019 §9");
    Scenario s;
    s.given(rules()).given(budget(2019, "100000.00")).given(budget(2020, "4000000.00"), "2020-01-01", "budget");
    s.given_group("A").given_year("A", 2019).given(SettleYear{2019});
    EXPECT_EQ(s.envelope(2019).seedCredits, euros("60000.00"));
    EXPECT_EQ(s.envelope(2019).left(), euros("40000.00"));
    EXPECT_EQ(s.envelope(2020).settled, euros("60000.00")) << "result year 2019 is paid in 2020";
    EXPECT_EQ(s.envelope(2020).ceiling, euros("100000.00")) << "1 % of 10 million";
    EXPECT_EQ(s.envelope(2020).left(), euros("3940000.00"));
    s.given(corrected("budget", budget(2020, "50000.00")));
    EXPECT_EQ(s.envelope(2020).left(), euros("-10000.00")) << "used beyond the budget is said, not hidden";
}

TEST(Envelope, ARevisionTakesThePlaceOfTheOneBefore) {
    COVERS("CDC 2019 §9");
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019, "85", "1000", "1100").given(SettleYear{2019});
    EXPECT_EQ(s.envelope(2020).settled, euros("100000.00")) << "the national cap";
    s.given(corrected("spending-A-2019", spending("A", 2019))).given(SettleYear{2019});
    EXPECT_EQ(s.envelope(2020).settled, euros("60000.00"));
}

TEST(Statement, EveryLineCarriesTheBalancesAfterIt) {
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019).given(SettleYear{2019});
    const auto lines = s.statement("A");
    ASSERT_EQ(lines.size(), 4u);
    const auto expect = [&](std::size_t i, auto kind, auto amount, auto owed, auto advance) {
        EXPECT_EQ(lines[i].kind, kind);
        EXPECT_EQ(lines[i].amount, euros(amount)) << kind;
        EXPECT_EQ(lines[i].owed, euros(owed)) << kind;
        EXPECT_EQ(lines[i].advanceOutstanding, euros(advance)) << kind;
    };
    expect(0, "seedTrancheReleased", "30000.00", "30000.00", "0.00");
    expect(1, "seedTrancheReleased", "30000.00", "60000.00", "0.00");
    expect(2, "incentiveSettled", "15000.00", "75000.00", "0.00");
    expect(3, "advanceGranted", "45000.00", "120000.00", "45000.00");
    EXPECT_EQ(lines[2].year, 2019);
    EXPECT_EQ(lines[0].year, std::nullopt);
}

TEST(Statement, ARevisionThatConfirmsIsNoLine) {
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019, "85", "1000", "1100").given(SettleYear{2019});
    const auto before = s.statement("A").size();
    s.given(corrected("value-A-2019", measured("A", 2019, "90"))).given(SettleYear{2019});
    EXPECT_EQ(s.book().common().settled.at(2019).revision, 2);
    EXPECT_EQ(s.statement("A").size(), before);
}

TEST(Balances, AGroupIsListedFromItsAdmission) {
    Scenario s;
    s.given(rules()).given(admitted("A"));
    EXPECT_EQ(s.balance("A").owed(), Money());
    EXPECT_EQ(s.balance("A").overpaid(), Money());
}

}  // namespace
}  // namespace ipep
