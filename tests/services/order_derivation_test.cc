// What an order of a debt that was raised and not validated again rests on: the last validated amount, by its event.
#include "projections/order_derivation.h"

#include <gtest/gtest.h>

#include "ledger/reference.h"
#include "services/payments/payment_commands.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

const PersonId kRoot{"root"}, kAnne{"anne"}, kBob{"bob"}, kDirector{"martin"};
const CpamId kCpam{"351"};

struct Raised : TrialLedger {
    Raised() {
        append_data("worked.jsonl");
        std::string roles = sample::line(RoleGranted{kRoot, Role::admin, {}, {}}, "r0", "2024-05-30") + '\n';
        for (const PersonId& person : {kAnne, kBob})
            roles += sample::line(RoleGranted{person, Role::cnam, {}, {}}, person.text, "2024-05-30") + '\n';
        roles += sample::line(RoleGranted{kDirector, Role::director, kCpam, {}}, "r1", "2024-05-30");
        EXPECT_TRUE(service().append(roles, kRoot));
        EXPECT_TRUE(service().settle(2019, {}, kAnne, false));
        EXPECT_TRUE(PaymentCommands(service(), kBob, {}).validate(2019));
        const FactCorrected more = sample::corrected("patientsCounted-000044", PatientsCounted{{"G01"}, 2019, 12'000});
        EXPECT_TRUE(service().append(sample::line(more, "more", "2024-05-31"), kAnne));
        EXPECT_TRUE(service().settle(2019, {}, kAnne, false));
    }
    const SettledLine& line() { return service().book().find(GroupementId{"G01"})->settled.at(2019); }
};

TEST(OrderDerivation, OfARaisedDebtIsOfTheLastValidated) {
    Raised ledger;
    const auto validated = ledger.service().views().settlements().line(2019, 1, {"G01"});
    ASSERT_TRUE(validated);
    ASSERT_GT(ledger.line().row.due, validated->row.due) << "nothing was raised";
    const auto orders = PaymentCommands(ledger.service(), kDirector, {}).order({kCpam, {}, {}});
    ASSERT_TRUE(orders) << orders.error().sentence();
    const std::string due = Reference::due({"G01"}, 2019).text();
    bool found = false;
    for (const OrderId& id : *orders) {
        const Order& order = *ledger.service().book().find(id);
        const auto part = std::ranges::find(order.ordered.parts, due, &OrderPart::of);
        if (part == order.ordered.parts.end()) continue;
        found = true;
        EXPECT_EQ(part->amount, validated->row.due);
        const auto told = explain_order(ledger.service().store(), order);
        ASSERT_TRUE(told);
        const Explanation& of_part =
            *told->root->inputs.at(static_cast<std::size_t>(part - order.ordered.parts.begin()));
        ASSERT_EQ(of_part.name, "part");
        ASSERT_FALSE(of_part.inputs.empty()) << "a part that nothing explains";
        EXPECT_EQ(of_part.inputs[0]->name, "due");
        EXPECT_EQ(of_part.inputs[0]->value, to_text(validated->row.due));
        ASSERT_TRUE(of_part.inputs[0]->event);
        EXPECT_EQ(of_part.inputs[0]->event->position, validated->position);
    }
    EXPECT_TRUE(found) << "the debt was not ordered";
}

}  // namespace
}  // namespace ipep
