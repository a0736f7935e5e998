// Who else has the account an order goes to: named where the order's CPAM may know of them, counted where not.
#include "services/payments/evidence.h"

#include <gtest/gtest.h>

#include "tests/sample.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

TEST(Evidence, NamesThreeOfTheSameCpamAndCountsTheOthers) {
    const BusyLedger busy;
    const auto ledger = busy.open();
    std::string lines;
    for (const char* id : {"A01", "N01", "N02", "N03", "N04"}) {
        GroupementAdmitted admitted = sample::admitted(id);
        ConventionSigned agreed = sample::agreed(id);
        if (admitted.groupement.text == "A01") admitted.cpam = agreed.cpam = {"752"};
        lines += sample::line(admitted, "a" + admitted.groupement.text, "2019-07-03") + '\n';
        lines += sample::line(agreed, "b" + admitted.groupement.text) + '\n';
    }
    const auto taken = ledger->append(lines, {"tester"});
    ASSERT_TRUE(taken) << taken.error().sentence();
    std::size_t orders = 0;
    for (std::size_t number = 1; number <= 4; ++number) {
        const Order& order = *ledger->book().find(busy.order(number));
        if (order.ordered.groupement.text != "G01") continue;
        ++orders;
        const VisaEvidence evidence = Evidence(*ledger).of(order);
        EXPECT_TRUE(evidence.account_checks);
        EXPECT_EQ(evidence.account,
                  "FR76…985, also the account of: N01, also the account of: N02, also the account of: N03, "
                  "further groupements: 2");
    }
    EXPECT_GT(orders, 0u);
}

}  // namespace
}  // namespace ipep
