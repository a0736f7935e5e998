// The clock of the machine: one that went wrong once does not stamp what comes after it.
#include <gmock/gmock.h>

#include "services/ledger/ledger_service.h"
#include "services/ledger/recorder.h"
#include "services/ledger/surroundings.h"
#include "services/words/code.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

// A ledger that is no trial, whose one event was recorded at that time.
std::shared_ptr<LogMemory> recorded_at(const char* now) {
    auto log = std::make_shared<LogMemory>(Format{.origin = "clock", .trial = false});
    Store store(log, {.access = Access::write});
    choose_surroundings({.now = now});
    const World then = World::trial();
    Recorder recorder(store, [](const Event&) {}, then, {"tester"});
    recorder.record({sample::day("2019-01-01"), FactKey{"rules"}, {}, widen(Fact(sample::rules()))});
    recorder.commit();
    return log;
}

std::string budget(const char* key, PaymentYear year) { return sample::line(sample::budget(year, "1.00"), key); }

TEST(Clock, FarFromTheLastRecordedTimeIsRefusedUntilAPersonSaysTheDay) {
    for (const char* last : {"2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"}) {
        LedgerService ledger(recorded_at(last), Access::write);
        const auto refused = ledger.append(budget("b1", 2031), {"tester"});
        ASSERT_FALSE(refused) << last;
        EXPECT_EQ(refused.error().code, code::clock_implausible);
        EXPECT_EQ(refused.error().arguments.at(1).second.substr(0, 10), std::string(last).substr(0, 10));
        EXPECT_EQ(ledger.store().head(), 1u);
        ledger.state_today(sample::day("2020-01-01"));
        EXPECT_FALSE(ledger.append(budget("b1", 2031), {"tester"})) << "the clock does not say so";
        ledger.state_today(ledger.world().today());
        EXPECT_TRUE(ledger.append(budget("b1", 2031), {"tester"}));
        EXPECT_TRUE(ledger.settle(2019, std::nullopt, {"tester"}, true).error().code == code::no_groupement);
    }
}

TEST(Clock, ATrialGoesWhereItIsTold) {
    TrialLedger trial;
    for (const char* now : {"2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "2024-01-01T00:00:00Z"}) {
        choose_surroundings({.now = now});
        trial.reopen();
        trial.append(trial.service().store().head() == 0
                         ? sample::line(sample::rules(), "rules")
                         : budget(now, static_cast<int>(2030 + trial.service().store().head())));
    }
    EXPECT_EQ(trial.service().store().head(), 3u);
}

TEST(Clock, NoYearIsSettledOnADayThatHasNotCome) {
    TrialLedger trial;
    trial.append_data("worked.jsonl");
    const auto refused = trial.service().settle(2019, sample::day("2024-06-01"), {"tester"}, false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code::day_after_today);
    EXPECT_TRUE(trial.service().settle(2019, sample::day("2024-05-31"), {"tester"}, false));
}

}  // namespace
}  // namespace ipep
