// Readers beside the writer of the same process: each sees what is acknowledged, whole, however it was kept.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using namespace sample;

std::string budget_line(int number) {
    return line(budget(1900 + number, "1.00"), "budget-" + std::to_string(number)) + '\n';
}

std::string read_beside(LedgerService& reader) {
    const auto state = reader.follow();
    return state_of(reader);
}

TEST(Beside, AReaderFollowsTheWriterAndAnswersTheSame) {
    TrialLedger ledger;
    const auto reader = LedgerService::beside(ledger.service());
    EXPECT_EQ(read_beside(*reader), state_of(ledger.service()));
    ledger.append_data("worked.jsonl");
    for (const Year year : {2019, 2020, 2021}) {
        ledger.settle(year);
        EXPECT_EQ(read_beside(*reader), state_of(ledger.service()));
    }
}

TEST(Beside, WhatIsHeldBackIsReadByNobodyBeforeItIsAcknowledged) {
    TrialLedger ledger;
    const auto reader = LedgerService::beside(ledger.service());
    const std::string before = read_beside(*reader);
    ledger.service().hold();
    ledger.append(budget_line(1));
    EXPECT_EQ(read_beside(*reader), before);
    ledger.service().release();
    EXPECT_EQ(read_beside(*reader), state_of(ledger.service()));
    EXPECT_NE(read_beside(*reader), before);
}

// Rows are kept at positions of their own; a reader that stands before or behind them never mixes the two.
TEST(Beside, WhereRowsAreWrittenAnewAReaderGoesOnFromThem) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    for (const Year year : {2019, 2020}) ledger.settle(year);
    const auto early = LedgerService::beside(ledger.service()), seldom = LedgerService::beside(ledger.service());
    EXPECT_EQ(read_beside(*early), state_of(ledger.service()));
    for (int step = 0; step < 60; ++step) {
        ledger.append(budget_line(step));
        if (random() % 4 == 0) ledger.service().views().save(ledger.service().store());
        EXPECT_EQ(read_beside(*early), state_of(ledger.service()));
        if (random() % 10 != 0) continue;
        EXPECT_EQ(read_beside(*seldom), state_of(ledger.service()));
    }
}

TEST(Beside, ReadersReadWhileTheWriterWrites) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.settle(2019);
    std::vector<std::unique_ptr<LedgerService>> readers;
    for (int i = 0; i < 3; ++i) readers.push_back(LedgerService::beside(ledger.service()));
    std::atomic<bool> writes{true};
    std::atomic<int> wrong{0};
    std::vector<std::jthread> threads;
    for (const auto& reader : readers)
        threads.emplace_back([&writes, &wrong, &reader = *reader] {
            for (Position seen = 0; writes;) {
                const auto state = reader.follow();
                const Position head = reader.store().head();
                reader.views().envelope().rows.all("", [](const auto&, const auto&) {});
                if (head < seen || reader.views().position() != head) ++wrong;
                seen = head;
            }
        });
    for (int number = 0; number < 200; ++number) {
        ledger.append(budget_line(number));
        if (number % 20 == 0) ledger.service().views().save(ledger.service().store());
    }
    writes = false;
    threads.clear();
    EXPECT_EQ(wrong, 0);
    for (const auto& reader : readers) EXPECT_EQ(read_beside(*reader), state_of(ledger.service()));
}

}  // namespace
}  // namespace ipep
