// Readers of the head: what they see, who is told of it before, and what becomes of readings while nothing is open.
#include "services/http/readers.h"

#include <gtest/gtest.h>

#include <future>

#include "services/words/code.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep::http {
namespace {

const ReadingCrew::Terms kTerms{.threads = 2, .share = {2, 100}};

// Posts and waits; why nothing was read.
std::optional<Rejection> read(Readers& readers, std::function<void(LedgerService&)> act) {
    std::promise<std::optional<Rejection>> told;
    readers.post("a", nullptr, std::move(act),
                 [&](const Rejection* why_not) { told.set_value(why_not ? std::optional(*why_not) : std::nullopt); });
    return told.get_future().get();
}

// A bug's test: a lane that had not been told of the head gave an older answer after another had given the newer.
TEST(Readers, AHeadIsToldBeforeAnythingIsReadAtIt) {
    TrialLedger ledger;
    Rising told;
    Readers readers(kTerms, [&](Position head) { told.raise(head); });
    readers.open(ledger.service());
    for (int i = 0; i < 20; ++i) {
        ledger.append(sample::line(sample::budget(2100 + i, "1.00"), "budget-" + std::to_string(i)));
        const Position head = ledger.service().store().head();
        EXPECT_FALSE(read(readers, [&](LedgerService& reader) {
            EXPECT_EQ(reader.store().head(), head);
            EXPECT_EQ(told.now(), head);
        }));
        EXPECT_EQ(readers.head(), head);
    }
    readers.close();
}

TEST(Readers, WhatComesWhileNothingIsOpenIsReadOnceItIs) {
    TrialLedger ledger;
    Readers readers(kTerms);
    auto waits = std::async(std::launch::async, [&] { return read(readers, [](LedgerService&) {}); });
    while (readers.load().waiting == 0) std::this_thread::yield();
    EXPECT_FALSE(readers.is_open());
    readers.open(ledger.service());
    EXPECT_FALSE(waits.get());
    readers.close();
}

TEST(Readers, WhatWaitsForWhatIsNeverOpenedAgainIsToldSo) {
    Readers readers(kTerms);
    auto waits = std::async(std::launch::async, [&] { return read(readers, [](LedgerService&) {}); });
    while (readers.load().waiting == 0) std::this_thread::yield();
    readers.end();
    EXPECT_EQ(waits.get().value().code, code::reading_abandoned);
    EXPECT_EQ(read(readers, [](LedgerService&) {}).value().code, code::reading_abandoned);
}

TEST(Rising, OnlyGrows) {
    Rising position;
    EXPECT_TRUE(position.raise(3));
    EXPECT_FALSE(position.raise(3));
    EXPECT_FALSE(position.raise(2));
    EXPECT_EQ(position.now(), 3u);
}

}  // namespace
}  // namespace ipep::http
