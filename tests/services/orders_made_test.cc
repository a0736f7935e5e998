// The orders of a groupement are found by the chunks that are about it, whatever state is asked for.
#include <gtest/gtest.h>

#include "projections/kept_versions.h"
#include "services/payments/payment_commands.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

// Orders of before and of behind many events that are about others.
void make_orders(LedgerService& ledger) {
    const auto order = [&] { ASSERT_TRUE(PaymentCommands(ledger, {"martin"}, {}).order({{"351"}, {}, {}})); };
    ASSERT_TRUE(ledger.append(read_data("worked.jsonl"), {"tester"}));
    order();
    ASSERT_TRUE(ledger.settle(2019, {}, {"tester"}, false));
    std::string lines;
    for (int i = 0; i < 200; ++i) {
        const std::string id = "N" + std::to_string(i);
        lines +=
            sample::line(sample::admitted(id), "a" + id) + '\n' + sample::line(sample::agreed(id), "b" + id) + '\n';
        if (i % 50 == 7) lines += sample::line(sample::assessed(id), "c" + id) + '\n';
    }
    ASSERT_TRUE(ledger.append(lines, {"tester"}));
    order();
}

std::vector<OrderId> ids_of(const std::vector<OrderMade>& made) {
    std::vector<OrderId> ids;
    for (const OrderMade& one : made) ids.push_back(one.ordered.order);
    return ids;
}

TEST(OrdersMade, AreThoseOfTheLogAtEveryPosition) {
    TrialLedger trial;
    make_orders(trial.service());
    trial.reopen();
    LedgerService& ledger = trial.service();
    const Store& store = ledger.store();
    ASSERT_GT(versions_kept(store), 2 * kPastChunk);
    ASSERT_TRUE(ledger.append(sample::line(sample::assessed("N3"), "late"), {"tester"}));
    ASSERT_TRUE(PaymentCommands(ledger, {"martin"}, {}).order({{"351"}, {}, {}}));
    ASSERT_LT(versions_kept(store), store.head()) << "nothing lies behind the versions";
    std::map<GroupementId, std::vector<OrderId>> made;
    for (Position until = 0; until <= store.head(); ++until) {
        const auto event = until > 0 ? std::optional(ledger.event(until)) : std::nullopt;
        const auto* order = event ? std::get_if<PaymentOrdered>(&event->body) : nullptr;
        if (order) made[order->groupement].push_back(order->order);
        if (!order && until % 64 != 0 && until != store.head()) continue;
        for (const char* id : {"G01", "G02", "N3", "N7", "N57", "N8", "nobody"})
            EXPECT_EQ(ids_of(orders_made(store, {id}, until)), made[{id}]) << id << " at " << until;
    }
    EXPECT_GE(made[{"G01"}].size(), 2u);
    for (const char* id : {"N3", "N7", "N57", "N107", "N157"}) EXPECT_EQ(made[{id}].size(), 1u) << id;
}

}  // namespace
}  // namespace ipep
