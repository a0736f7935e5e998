// Snapshot: a backup beside a writer of another process holds all that was acknowledged before it began.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "events/backup.h"
#include "events/code.h"
#include "events/fault.h"
#include "events/log_rocksdb_snapshot.h"
#include "services/audit/restore.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

namespace fs = std::filesystem;

// Appends batch after batch until it is killed, tells each position acknowledged, and flushes so often that log files,
// tables and the manifest change while they are gathered.
const Child kFlusher("flusher", [](const std::vector<std::string>& arguments) {
    LedgerService ledger(arguments[0], Access::write);
    for (int i = 0;; ++i) {
        const auto answer = ledger.append(batch(i), {"test"});
        if (!answer) return 1;
        report(std::to_string(answer->position));
        if (i % 40 == 0) ledger.store().flush();
        std::this_thread::sleep_for(std::chrono::microseconds(500));  // as on a disk
    }
});

// A writer in another process, and what it acknowledged last.
class Writer {
public:
    explicit Writer(const std::string& folder)
        : process_("flusher", {folder}), listener_([this] {
              while (const auto line = process_.line()) acknowledged_ = std::stoull(*line);
          }) {}
    ~Writer() { process_.kill(); }
    Position acknowledged() const { return acknowledged_; }

private:
    Process process_;
    std::atomic<Position> acknowledged_{0};
    std::jthread listener_;
};

std::size_t tables_in(const std::string& backups) {
    std::size_t tables = 0;
    for (const auto& entry : fs::recursive_directory_iterator(backups)) tables += entry.path().extension() == ".sst";
    return tables;
}

TEST(Snapshot, BesideAWriterOfAnotherProcessHoldsWhatWasAcknowledgedAndIsRestored) {
    const Scratch scratch;
    const std::string folder = scratch / "ledger";
    make_ledger(folder);
    constexpr int kBackups = 12;
    std::uint64_t lost = 0, refused = 0, differing = 0, beyond = 0;
    std::vector<std::vector<std::string>> restored;
    {
        const Writer writer(folder);
        while (writer.acknowledged() < 20) std::this_thread::yield();
        for (int i = 0; i < kBackups; ++i) {
            const Position before = writer.acknowledged();
            const Mark mark = back_up(folder, scratch / "backups");
            beyond += mark.position > before;
            lost += mark.position < before;
            const std::string again = scratch / ("again" + std::to_string(i));
            refused += !restore(scratch / "backups", again);
            const Store store(again, {});
            lost += store.head() != mark.position;
            restored.push_back(records_of(store));
        }
    }
    const auto whole = records_of(LedgerService(folder, Access::write).store());
    for (const auto& one : restored) differing += !std::equal(one.begin(), one.end(), whole.begin());
    figure("backups beside a writer", kBackups);
    figure("backups beside a writer: events in the end", whole.size());
    figure("backups beside a writer: with later events too", beyond);
    figure("backups beside a writer: acknowledged and lost", lost);
    figure("backups beside a writer: refused by restore", refused);
    figure("backups beside a writer: with another record", differing);
    EXPECT_GT(restored.back().size(), restored.front().size()) << "nothing was written meanwhile";
    EXPECT_EQ(lost + refused + differing, 0u);
    EXPECT_FALSE(fs::exists(folder + "/snapshot"));
}

TEST(Snapshot, OfWhatDidNotChangeCopiesNoTable) {
    const Scratch scratch;
    make_ledger(scratch / "ledger");
    {
        LedgerService ledger(scratch / "ledger", Access::write);
        for (int i = 0; i < 20; ++i) ASSERT_TRUE(ledger.append(batch(i), {"test"}));
    }
    Store(scratch / "ledger", {.access = Access::write}).flush();
    back_up(scratch / "ledger", scratch / "backups");
    const std::size_t tables = tables_in(scratch / "backups");
    EXPECT_GT(tables, 0u);
    back_up(scratch / "ledger", scratch / "backups");
    EXPECT_EQ(tables_in(scratch / "backups"), tables);
}

TEST(Snapshot, TwoAtOnceAreRefusedAndAKilledOnesRemainsAreCleared) {
    const Scratch scratch;
    const std::string folder = scratch / "ledger";
    make_ledger(folder);
    fs::create_directories(folder + "/snapshot/db");
    write_file(folder + "/snapshot/db/CURRENT", "MANIFEST-000009\n");
    const Snapshot first(folder);
    EXPECT_NE(read_file(first.folder() + "/db/CURRENT"), "MANIFEST-000009\n");
    try {
        back_up(folder, scratch / "backups");
        ADD_FAILURE() << "two at once";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.rejection.code, code::ledger_busy);
    }
}

}  // namespace
}  // namespace ipep::faults
