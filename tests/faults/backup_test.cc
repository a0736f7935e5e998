// Backups are made while the writer goes on; what is restored is the log as it was acknowledged, no event less.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "services/audit/proof.h"
#include "services/audit/restore.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

TEST(Backup, UnderLoadIsTheLogAsItWasAcknowledgedAndALaterReceiptTellsThatItIsOld) {
    constexpr int kBackups = 8;
    const Scratch scratch;
    make_ledger(scratch / "ledger");
    LedgerService ledger(scratch / "ledger", Access::write);
    std::atomic<bool> enough = false;
    std::atomic<Position> acknowledged = 0;
    std::thread writer([&] {
        for (int i = 0; !enough; ++i)
            if (const auto answer = ledger.append(batch(i), {"test"})) acknowledged = answer->position;
    });
    Position beyond = 0;
    for (int i = 0; i < kBackups; ++i) {
        while (acknowledged <= beyond) std::this_thread::yield();
        beyond = acknowledged;
        ledger.store().backup(scratch / "backups");
    }
    const Position after = acknowledged;
    while (acknowledged <= after) std::this_thread::yield();
    enough = true;
    writer.join();

    const auto restored = restore(scratch / "backups", scratch / "restored");
    ASSERT_TRUE(restored) << restored.error().sentence();
    const Position head = restored->verification.events;
    EXPECT_GE(head, beyond) << "an event acknowledged before the backup was asked for";
    EXPECT_LT(head, ledger.store().head()) << "the writer stood still: this test could not fail";
    EXPECT_EQ(restored->verification.root, ledger.store().tree().root(head));
    const Store old(scratch / "restored", {.access = Access::read});
    EXPECT_FALSE(verify(old, {}, head_of(ledger.store())).differences.empty()) << "the receipt of the longer log";
    figure("backups under load", std::uint64_t{kBackups});
    figure("backups under load: events when the last was asked for", beyond);
    figure("backups under load: events restored", head);
    figure("backups under load: events of the writer in the end", ledger.store().head());
}

}  // namespace
}  // namespace ipep::faults
