// The clock goes astray, and requests come twice: one effect, in order, the same answer.
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <set>

#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"
#include "services/ledger/surroundings.h"
#include "services/words/code.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

// What the machine's clock is wrong by; frozen where it stands on one moment.
std::atomic<std::int64_t> wrong_by_seconds = 0, frozen_at_seconds = 0;

}  // namespace
}  // namespace ipep::faults

// The machine's clock as every library of this program sees it, RocksDB too: the loader prefers this to libc's own.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
    const auto failed = static_cast<int>(::syscall(SYS_clock_gettime, clock, now));
    if (failed != 0 || clock != CLOCK_REALTIME) return failed;
    now->tv_sec += ipep::faults::wrong_by_seconds;
    if (ipep::faults::frozen_at_seconds != 0) *now = {ipep::faults::frozen_at_seconds, 0};
    return 0;
}

namespace ipep::faults {
namespace {

void expect_in_order(const std::string& folder) {
    const Store store(folder, {.access = Access::read});
    const LedgerService ledger(folder, Access::read);
    std::int64_t last = INT64_MIN;
    for (Position at = 1; at <= store.head(); ++at) {
        const Event event = ledger.event(at, false);
        EXPECT_EQ(event.position, at);
        EXPECT_GE(event.recordedAt, last);
        last = event.recordedAt;
    }
    EXPECT_TRUE(verify(store).differences.empty());
}

TEST(Clock, TheMachinesOwnGoesAstrayUnderARunningWriterAndTheTimesNeverFall) {
    constexpr std::int64_t kYear = 365 * 86'400, kMinute = 60;
    const Scratch scratch;
    Store::create(scratch / "ledger", {kFormat, "faults", false});
    const std::time_t before = std::time(nullptr);
    LedgerService ledger(scratch / "ledger", Access::write);
    int number = 0;
    std::set<std::int64_t> told;
    std::uint64_t refused = 0;
    for (const std::int64_t wrong : {0 * kYear, kMinute, -5 * kYear, 3 * kYear, -kMinute, -60 * kYear, 2 * kYear}) {
        wrong_by_seconds = wrong;
        told.insert(ledger.world().now() / 1'000'000 - before >= 2 * kYear ? 1 : 0);
        for (int i = 0; i < 10; ++i) {
            const auto answer = ledger.append(batch(number), {"test"});
            ASSERT_EQ(answer.has_value(), std::abs(wrong) <= kMinute) << wrong;
            number += answer.has_value();
            if (answer) continue;
            EXPECT_EQ(answer.error().code, code::clock_implausible) << "nothing is stamped by a clock that is astray";
            ++refused;
        }
    }
    EXPECT_EQ(refused, 40u);
    frozen_at_seconds = before;
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(ledger.append(batch(number++), {"test"}));
    ledger.store().flush();
    frozen_at_seconds = wrong_by_seconds = 0;
    EXPECT_EQ(told.size(), 2u) << "the clock was not moved: this test could not fail";
    expect_in_order(scratch / "ledger");
    figure("the machine's clock astray: events in order", ledger.store().head());
}

TEST(Clock, BackwardsForwardsOrFrozenThePositionsRiseAndTheTimesNeverFall) {
    const Scratch scratch;
    make_ledger(scratch / "ledger");
    int number = 0;
    for (const char* now :
         {"2024-05-31T12:00:00Z", "2024-05-31T12:00:00Z", "2020-01-01T00:00:00Z", "2038-01-19T03:14:08Z",
          "1969-12-31T23:59:59Z", "2024-05-31T12:00:01Z", "1900-01-01T00:00:00Z"}) {
        choose_surroundings({.now = now, .seed = "faults"});
        LedgerService ledger(scratch / "ledger", Access::write);
        for (int i = 0; i < 5; ++i) ASSERT_TRUE(ledger.append(batch(number++), {"test"}));
    }
    expect_in_order(scratch / "ledger");
    figure("clock backwards, forwards, frozen: facts", static_cast<std::uint64_t>(number));
}

class Keys : public testing::Test {
protected:
    void SetUp() override {
        make_ledger(folder_);
        open();
        for (int i = 0; i < 4; ++i) ASSERT_TRUE(ledger_->append(fact(i), {"test"}));
    }
    void open() {
        ledger_.reset();
        ledger_ = std::make_unique<LedgerService>(folder_, Access::write);
    }
    Position head() { return ledger_->store().head(); }

    Scratch scratch_;
    const std::string folder_ = scratch_ / "ledger";
    std::unique_ptr<LedgerService> ledger_;
};

TEST_F(Keys, TwiceInOneBatchHasOneEffect) {
    const auto answer = ledger_->append(fact(4) + fact(5) + fact(4), {"test"});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->appended, 2u);
    EXPECT_EQ(answer->repeated, 1u);
}

TEST_F(Keys, AgainAlsoAfterARestartGivesTheSameAnswerAndRecordsNothing) {
    const Position before = head();
    for (int restart = 0; restart < 3; ++restart) {
        for (const std::string& lines : {fact(2), fact(3) + fact(0), fact(1)}) {
            const auto answer = ledger_->append(lines, {"another"});
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->appended, 0u);
            EXPECT_EQ(answer->position, before);
        }
        open();
    }
}

TEST_F(Keys, WithOtherContentIsRefusedWhole) {
    const Position before = head();
    std::string other = fact(1);
    other.replace(other.find("10000"), 5, "10001");
    const auto payee = [](int number) {
        std::string line = fact(number);
        return line.replace(line.find("\"GROUPEMENT\""), 12, "\"ANOTHER ONE\"");
    };
    for (int restart = 0; restart < 2; ++restart) {
        for (const std::string& lines : {other, fact(4) + other, payee(2), fact(5) + fact(6) + payee(6)}) {
            const auto answer = ledger_->append(lines, {"test"});
            ASSERT_FALSE(answer) << lines;
            EXPECT_EQ(answer.error().code, code::key_reused);
            EXPECT_EQ(head(), before);
        }
        open();
    }
    ASSERT_TRUE(ledger_->append(fact(4) + fact(5) + fact(6), {"test"})) << "a refused batch left something behind";
    EXPECT_TRUE(verify(ledger_->store()).differences.empty());
}

TEST_F(Keys, ErasedPersonalDataIsGoneWithTheEventThatSaysSo) {
    const Position at = *ledger_->store().position_of({fact_key(2)});
    EXPECT_TRUE(ledger_->store().personal("G00001", at, 0));
    const auto answer = ledger_->append(
        R"({"key":"erase","on":"2024-01-01","fact":{"personalDataErased":{"subject":"G00001","decision":"D"}}})",
        {"test"});
    ASSERT_TRUE(answer) << answer.error().sentence();
    EXPECT_FALSE(ledger_->store().personal("G00001", at, 0));
    open();
    EXPECT_FALSE(ledger_->store().personal("G00001", at, 0));
    const auto found = verify(ledger_->store());
    EXPECT_TRUE(found.differences.empty());
    EXPECT_EQ(found.erased, 3u);
    for (const auto& [name, bytes] : files_of(folder_))
        EXPECT_EQ(bytes.find("FR7699999010010005000791985"), std::string::npos) << name;
}

}  // namespace
}  // namespace ipep::faults
