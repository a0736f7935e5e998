// Eight writers, one expected position: exactly one wins each round, the others are told busy or conflict.
#include <gtest/gtest.h>

#include <iostream>
#include <sstream>

#include "events/fault.h"
#include "events/store.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

// Reads an expected position a line and answers what came of it.
const Child kRacer("racer", [](const std::vector<std::string>& arguments) {
    for (Position expected = 0; std::cin >> expected;) try {
            Store store(arguments[0], {.access = Access::write});
            const std::string text = "writer " + arguments[1] + ", round " + std::to_string(expected);
            LogBatch batch{store.records_behind(expected)};
            batch.records.add(seal_record(store.head_digest(), text));
            store.append(std::move(batch));
            report("won");
        } catch (const Fault& fault) {
            report(std::string(text_of(fault.rejection.code).code));
        }
    return 0;
});

TEST(Race, OfEightWritersExactlyOneWinsEachRound) {
    constexpr Position kRounds = 200;
    constexpr int kWriters = 8;
    const Scratch scratch;
    make_ledger(scratch / "ledger");
    std::vector<std::unique_ptr<Process>> writers;
    for (int i = 0; i < kWriters; ++i)
        writers.push_back(std::make_unique<Process>("racer", std::vector{scratch / "ledger", std::to_string(i)}));
    std::map<std::string, std::uint64_t> answers;
    std::uint64_t rounds_with_one = 0;
    for (Position round = 0; round < kRounds; ++round) {
        for (const auto& writer : writers) writer->tell(std::to_string(round));
        std::uint64_t won = 0;
        for (const auto& writer : writers) {
            const auto answer = writer->line();
            ASSERT_TRUE(answer);
            ++answers[*answer];
            won += *answer == "won";
        }
        rounds_with_one += won == 1;
    }
    const Store store(scratch / "ledger", {.access = Access::read});
    figure("8 writers: rounds", kRounds);
    figure("8 writers: rounds with exactly one winner", rounds_with_one);
    for (const auto& [answer, count] : answers) figure("8 writers: " + answer, count);
    EXPECT_EQ(rounds_with_one, kRounds);
    EXPECT_EQ(store.head(), kRounds);
    EXPECT_EQ(answers["won"] + answers["ledger_busy"] + answers["conflict"], kRounds * kWriters);
    Position seen = 0;
    store.scan(1, store.head() + 1, [&](Position, const Record&) { return ++seen; });
    EXPECT_EQ(seen, kRounds);
}

}  // namespace
}  // namespace ipep::faults
