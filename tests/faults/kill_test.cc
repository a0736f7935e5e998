// kill -9 under load: a supervisor kills a writer at random moments, and the next one repeats the same keys.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <sstream>
#include <thread>

#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

// Appends batch after batch until it is killed; tells each acknowledgement with the position of its first fact.
const Child kAppender("appender", [](const std::vector<std::string>& arguments) {
    LedgerService ledger(arguments[0], Access::write);
    for (int i = std::stoi(arguments[1]);; ++i) {
        if (!ledger.append(batch(i), {"test"})) return 1;
        const auto position = ledger.store().position_of({batch_key(i)});
        report(std::to_string(i) + ' ' + std::to_string(position.value_or(0)));
    }
});

struct Supervisor {
    std::string folder;
    std::map<int, Position> acknowledged;  // batch → position of its first fact
    std::uint64_t kills = 0, repeated = 0, moved = 0;

    // The writer begins two batches before the last acknowledged one: those must be answered as before.
    void run_and_kill_after(std::chrono::milliseconds life) {
        const int last = acknowledged.empty() ? 0 : acknowledged.rbegin()->first;
        Process writer("appender", {folder, std::to_string(std::max(0, last - 2))});
        std::this_thread::sleep_for(life);
        writer.kill();
        EXPECT_EQ(writer.wait().signal, SIGKILL);
        ++kills;
        while (const auto line = writer.line()) {
            std::istringstream words(*line);
            int number = 0;
            Position position = 0;
            words >> number >> position;
            const auto [known, fresh] = acknowledged.emplace(number, position);
            repeated += !fresh;
            moved += known->second != position;
        }
    }
};

void kill_and_count(const std::string& name, int kills, int longest_ms) {
    const Scratch scratch;
    make_ledger(scratch / "ledger");
    Supervisor supervisor{scratch / "ledger", {}, 0, 0, 0};
    const auto seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> life(1, longest_ms);
    for (int i = 0; i < kills; ++i) supervisor.run_and_kill_after(std::chrono::milliseconds(life(random)));

    LedgerService ledger(supervisor.folder, Access::write);
    std::map<std::string, int> events;
    for (Position at = 1; at <= ledger.store().head(); ++at)
        if (const auto key = ledger.event(at, false).key) ++events[key->text];
    std::uint64_t lost = 0, duplicated = 0;
    for (const auto& [number, position] : supervisor.acknowledged)
        lost += ledger.store().position_of({batch_key(number)}) != position;
    for (const auto& [key, count] : events) duplicated += count != 1;
    ledger.views().save(ledger.store());
    const auto found = verify(ledger.store());
    figure(name + ": kills", supervisor.kills);
    figure(name + ": acknowledged batches", supervisor.acknowledged.size());
    figure(name + ": events", ledger.store().head());
    figure(name + ": answers repeated", supervisor.repeated);
    figure(name + ": lost", lost);
    figure(name + ": duplicated", duplicated);
    figure(name + ": at another position", supervisor.moved);
    EXPECT_GT(supervisor.acknowledged.size(), 10u);
    EXPECT_EQ(lost, 0u);
    EXPECT_EQ(duplicated, 0u);
    EXPECT_EQ(supervisor.moved, 0u);
    EXPECT_TRUE(found.differences.empty()) << found.differences.front().where;
}

TEST(Kill, TwentyFiveKillsUnderLoadLoseAndRepeatNothing) { kill_and_count("kill -9", 25, 500); }
TEST(NightlyKill, FiveHundredKillsUnderLoadLoseAndRepeatNothing) { kill_and_count("kill -9 nightly", 500, 500); }

}  // namespace
}  // namespace ipep::faults
