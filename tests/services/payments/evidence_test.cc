// Who else has the account an order goes to: named where the order's CPAM may know of them, counted where not.
#include "services/payments/evidence.h"

#include <gtest/gtest.h>

#include "tests/sample.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

// Groupements beside those of the ledger, with the account that all of them have, `elsewhere` of another CPAM.
std::unique_ptr<LedgerService> with_others(const BusyLedger& busy, const std::vector<std::string>& ids,
                                           const std::string& elsewhere) {
    auto ledger = busy.open();
    std::string lines;
    for (const std::string& id : ids) {
        GroupementAdmitted admitted = sample::admitted(id);
        ConventionSigned agreed = sample::agreed(id);
        if (id == elsewhere) admitted.cpam = agreed.cpam = {"752"};
        lines += sample::line(admitted, "a" + id, "2019-07-03") + '\n';
        lines += sample::line(agreed, "b" + id) + '\n';
    }
    const auto taken = ledger->append(lines, {"tester"});
    if (!taken) throw std::logic_error(taken.error().sentence());
    return ledger;
}

// Of each order of the first groupement.
std::vector<VisaEvidence> evidence_in(const BusyLedger& busy, LedgerService& ledger) {
    std::vector<VisaEvidence> all;
    for (std::size_t number = 1; number <= 4; ++number)
        if (const Order& order = *ledger.book().find(busy.order(number)); order.ordered.groupement.text == "G01")
            all.push_back(Evidence(ledger).of(order));
    EXPECT_FALSE(all.empty());
    return all;
}

TEST(Evidence, SaysNothingOfFurtherOnesWhereAllAreNamed) {
    const BusyLedger busy, other;
    for (const VisaEvidence& evidence : evidence_in(busy, *with_others(busy, {"N01"}, "")))
        EXPECT_EQ(evidence.account, "FR76…985, also the account of: N01");
    for (const VisaEvidence& evidence : evidence_in(other, *with_others(other, {"A01"}, "A01")))
        EXPECT_EQ(evidence.account, "FR76…985, further groupements: 1");
}

TEST(Evidence, NamesThreeOfTheSameCpamAndCountsTheOthers) {
    const BusyLedger busy;
    for (const VisaEvidence& evidence :
         evidence_in(busy, *with_others(busy, {"A01", "N01", "N02", "N03", "N04"}, "A01"))) {
        EXPECT_TRUE(evidence.account_checks);
        EXPECT_EQ(evidence.account,
                  "FR76…985, also the account of: N01, also the account of: N02, also the account of: N03, "
                  "further groupements: 2");
    }
}

}  // namespace
}  // namespace ipep
