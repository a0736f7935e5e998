// Readers beside the writer of the same process: each sees what is acknowledged, whole, however it was kept.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "events/code.h"
#include "events/fault.h"
#include "tests/sample.h"
#include "tests/services/busy_ledger.h"

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

bool is_in_files(const std::string& text, const std::string& folder) {
    const std::filesystem::recursive_directory_iterator files(folder);
    return std::ranges::any_of(begin(files), end(files), [&](const auto& file) {
        return file.is_regular_file() && read_file(file.path()).find(text) != std::string::npos;
    });
}

TEST(Beside, AReaderFollowsTheWriterAndAnswersTheSame) {
    TrialLedger ledger;
    const auto reader = LedgerService::beside(ledger.service());
    EXPECT_EQ(read_beside(*reader), state_of(ledger.service()));
    ledger.append_data("worked.jsonl");
    for (const ResultYear year : {2019, 2020, 2021}) {
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
    for (const ResultYear year : {2019, 2020}) ledger.settle(year);
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

// Whatever of following fails: nothing of it stays, and the next reading is whole.
TEST(Beside, AFaultWhileAReaderFollowsLeavesNothingHalfway) {
    const BusyLedger busy;
    std::size_t left = 0, calls = 0;
    const auto ledger = busy.open({.before_each_call = [&left] {
        if (left > 0 && --left == 0) throw Fault(code::disk_fault, {{"what", "made by the test"}});
    }});
    const auto reader = LedgerService::beside(*ledger);
    EXPECT_EQ(read_beside(*reader), state_of(*ledger));
    for (bool failed = true; failed; ++calls) {
        ASSERT_TRUE(record_another(*ledger));
        if (calls % 2 == 1) ledger->views().save(ledger->store());
        failed = false;
        left = calls + 1;
        try {
            const auto state = reader->follow();
        } catch (const Fault&) {
            failed = true;
        }
        left = 0;
        EXPECT_EQ(read_beside(*reader), state_of(*ledger)) << "call " << calls;
    }
    EXPECT_GT(calls, 3u);
}

// What names a person leaves the files with an erasure, however many read beside.
TEST(Beside, AnAnswerThatIsErasedLeavesTheFiles) {
    TrialFolder ledger;
    Store& store = ledger.service().store();
    const auto reader = LedgerService::beside(ledger.service());
    const std::string name = "Zoraïde Quincampoix";
    store.hold();
    store.keep_answer("key", name);
    ledger.append(budget_line(1));
    ledger.service().release();
    store.flush();
    EXPECT_TRUE(is_in_files(name, ledger.folder()));
    store.purge_personal();
    EXPECT_FALSE(is_in_files(name, ledger.folder()));
    EXPECT_EQ(read_beside(*reader), state_of(ledger.service()));
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
