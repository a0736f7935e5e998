// A crew with readings that wait for each other's word, never for a time.
#include "services/http/reading_crew.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "events/fault.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

// A reading that says when it runs and goes on until it is told, or ended. It outlives the crew.
struct Told {
    std::promise<void> runs_said;
    std::future<void> runs = runs_said.get_future();
    std::promise<std::optional<Code>> ended_said;
    std::future<std::optional<Code>> ended = ended_said.get_future();
    std::atomic<bool> may_end{false};
    PresencePtr presence = std::make_shared<Presence>();

    ReadingJob reading(const std::string& person) {
        return {person, presence,
                [this](std::size_t, const Patience& patience) {
                    runs_said.set_value();
                    for (; !may_end; std::this_thread::yield()) patience.check();
                },
                [this](const Rejection* why) { ended_said.set_value(why ? std::optional(why->code) : std::nullopt); }};
    }
};

TEST(ReadingCrew, AClientThatLeavesEndsWhatRunsForItAndTheNextRuns) {
    Told first, second;
    ReadingCrew crew({.threads = 1, .share = {1, 8}});
    crew.post(first.reading("a"));
    first.runs.wait();
    crew.post(second.reading("a"));
    first.presence->leave();
    EXPECT_EQ(first.ended.get(), code::reading_abandoned);
    second.runs.wait();
    second.may_end = true;
    EXPECT_EQ(second.ended.get(), std::nullopt);
}

TEST(ReadingCrew, AClientThatLeavesIsWithdrawnWhereItWaitsAndMakesRoom) {
    Told first, second, third, fourth;
    ReadingCrew crew({.threads = 1, .share = {1, 1}});
    crew.post(first.reading("a"));
    first.runs.wait();
    crew.post(second.reading("a"));
    crew.post(third.reading("a"));
    EXPECT_EQ(third.ended.get(), code::readings_exhausted);
    second.presence->leave();
    EXPECT_EQ(second.ended.get(), code::reading_abandoned);
    crew.post(fourth.reading("a"));
    first.may_end = fourth.may_end = true;
    EXPECT_EQ(first.ended.get(), std::nullopt);
    EXPECT_EQ(fourth.ended.get(), std::nullopt);
    EXPECT_NE(second.runs.wait_for(std::chrono::seconds(0)), std::future_status::ready) << "it never ran";
}

TEST(ReadingCrew, OneWhoLeftBeforeItWasTakenIsNotRead) {
    Told running, left;
    ReadingCrew crew({.threads = 1, .share = {1, 8}});
    crew.post(running.reading("a"));
    running.runs.wait();
    left.presence->leave();
    crew.post(left.reading("a"));
    EXPECT_EQ(left.ended.get(), code::reading_abandoned);
    running.may_end = true;
}

TEST(ReadingCrew, AFullShareIsToldToWhoFilledItWhileAnotherIsServed) {
    Told held, waits, waits_too, refused, of_another;
    ReadingCrew crew({.threads = 2, .share = {1, 2}});
    crew.post(held.reading("a"));
    held.runs.wait();
    crew.post(waits.reading("a"));
    crew.post(waits_too.reading("a"));
    crew.post(refused.reading("a"));
    EXPECT_EQ(refused.ended.get(), code::readings_exhausted);
    of_another.may_end = true;
    crew.post(of_another.reading("b"));
    EXPECT_EQ(of_another.ended.get(), std::nullopt);
    held.may_end = waits.may_end = waits_too.may_end = true;
    EXPECT_EQ(waits_too.ended.get(), std::nullopt);
}

TEST(ReadingCrew, WhatTakesLongerThanTheLimitIsEnded) {
    Told slow;
    ReadingCrew crew({.threads = 1, .share = {1, 8}, .limit = std::chrono::seconds(0)});
    crew.post(slow.reading("a"));
    EXPECT_EQ(slow.ended.get(), code::reading_too_long);
}

TEST(ReadingCrew, AFaultIsToldAndTheCrewGoesOn) {
    Told next;
    std::promise<Code> told;
    ReadingCrew crew({.threads = 1, .share = {1, 8}});
    crew.post({"a", nullptr, [](std::size_t, const Patience&) { throw Fault(code::damaged_record); },
               [&](const Rejection* why) { told.set_value(why->code); }});
    EXPECT_EQ(told.get_future().get(), code::damaged_record);
    next.may_end = true;
    crew.post(next.reading("a"));
    EXPECT_EQ(next.ended.get(), std::nullopt);
}

TEST(ReadingCrew, WhilePausedNothingRunsAndWhatWasPostedRunsAfterwards) {
    Told before, meanwhile;
    ReadingCrew crew({.threads = 2, .share = {2, 8}});
    crew.post(before.reading("a"));
    before.runs.wait();
    auto paused = std::async(std::launch::async, [&] { crew.pause(); });
    before.may_end = meanwhile.may_end = true;
    paused.get();
    EXPECT_EQ(before.ended.get(), std::nullopt) << "pause() waited for it";
    crew.post(meanwhile.reading("a"));
    EXPECT_NE(meanwhile.runs.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    crew.resume();
    EXPECT_EQ(meanwhile.ended.get(), std::nullopt);
}

TEST(ReadingCrew, ClosedItEndsWhatRunsAndTellsWhatWaits) {
    Told running, waiting, late;
    ReadingCrew crew({.threads = 1, .share = {1, 8}});
    crew.post(running.reading("a"));
    running.runs.wait();
    crew.post(waiting.reading("a"));
    crew.close();
    EXPECT_EQ(running.ended.get(), code::reading_abandoned);
    EXPECT_EQ(waiting.ended.get(), code::reading_abandoned);
    crew.post(late.reading("a"));
    EXPECT_EQ(late.ended.get(), code::reading_abandoned);
}

}  // namespace
}  // namespace ipep::http
