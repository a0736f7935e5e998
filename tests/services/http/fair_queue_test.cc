// Who comes when, without a thread or a clock.
#include "services/http/fair_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace ipep::http {
namespace {

using testing::ElementsAre;

// Everything that may be taken now, each ended before the next is taken.
std::vector<std::string> all_taken(FairQueue<std::string>& queue) {
    std::vector<std::string> order;
    while (auto next = queue.take()) {
        order.push_back(next->work);
        queue.finished(next->person);
    }
    return order;
}

TEST(FairQueue, OneWhoComesLateWaitsForOneTurnOfEachOtherAndNotForAllTheyAskedFor) {
    FairQueue<std::string> queue({1, 100});
    for (const char* work : {"a1", "a2", "a3", "a4"}) queue.push("a", work);
    queue.push("b", "b1");
    queue.push("c", "c1");
    queue.push("b", "b2");
    EXPECT_THAT(all_taken(queue), ElementsAre("a1", "b1", "c1", "a2", "b2", "a3", "a4"));
}

TEST(FairQueue, WhoFilledItsShareIsToldAndAnotherIsNot) {
    FairQueue<std::string> queue({1, 2});
    EXPECT_TRUE(queue.push("a", "a1"));
    EXPECT_TRUE(queue.push("a", "a2"));
    EXPECT_TRUE(queue.push("a", "a3"));  // one of them will run, and then two wait
    EXPECT_FALSE(queue.push("a", "a4"));
    EXPECT_TRUE(queue.push("b", "b1"));
    EXPECT_EQ(queue.take()->work, "a1");
    EXPECT_FALSE(queue.push("a", "a5")) << "it runs still";
    queue.finished("a");
    EXPECT_TRUE(queue.push("a", "a6"));
    EXPECT_FALSE(queue.push("a", "a7"));
}

TEST(FairQueue, NoMoreOfOneRunAtOnceThanItsShare) {
    FairQueue<std::string> queue({2, 10});
    for (const char* work : {"a1", "a2", "a3"}) queue.push("a", work);
    EXPECT_EQ(queue.take()->work, "a1");
    EXPECT_EQ(queue.take()->work, "a2");
    EXPECT_FALSE(queue.take());
    queue.push("b", "b1");
    EXPECT_EQ(queue.take()->work, "b1") << "another does not wait behind who may not run more";
    queue.finished("a");
    EXPECT_EQ(queue.take()->work, "a3");
    EXPECT_TRUE(queue.empty());
}

TEST(FairQueue, WhatIsWithdrawnMakesRoomAndKeepsTheOthersInOrder) {
    FairQueue<std::string> queue({1, 3});
    for (const char* work : {"a1", "a2", "a3"}) queue.push("a", work);
    queue.push("b", "b1");
    const auto gone = queue.withdraw([](const std::string& work) { return work == "a2" || work == "b1"; });
    EXPECT_THAT(gone, ElementsAre("a2", "b1"));
    EXPECT_TRUE(queue.push("a", "a4"));
    EXPECT_TRUE(queue.push("b", "b2"));
    EXPECT_THAT(all_taken(queue), ElementsAre("a1", "b2", "a3", "a4"));
}

// Whatever is asked for and ended, in any order: the shares hold, nothing is lost, and one who waits is not passed over
// twice by the same person while it may run.
TEST(FairQueue, RandomCrowdsKeepTheirShares) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    for (int crowd = 0; crowd < 200; ++crowd) {
        const Share share{1 + random() % 3, 1 + random() % 4};
        FairQueue<int> queue(share);
        std::map<std::string, std::size_t> waiting, running, passed_over;
        int pushed = 0, given = 0;
        for (int step = 0; step < 200; ++step) {
            const std::string person(1, static_cast<char>('a' + random() % 5));
            switch (random() % 3) {
                case 0: {
                    const bool has_room = running[person] + waiting[person] < share.running + share.waiting;
                    ASSERT_EQ(queue.push(person, step), has_room);
                    if (has_room) ++waiting[person], ++pushed;
                    break;
                }
                case 1:
                    if (const auto next = queue.take()) {
                        ASSERT_LT(running[next->person], share.running);
                        ASSERT_GT(waiting[next->person], 0u);
                        --waiting[next->person], ++running[next->person], ++given;
                        for (auto& [other, times] : passed_over) {
                            if (waiting[other] > 0 && running[other] < share.running) ++times;
                            ASSERT_LE(times, 5u) << other;
                        }
                        passed_over[next->person] = 0;
                    } else {
                        for (const auto& [other, count] : waiting)
                            ASSERT_TRUE(count == 0 || running[other] == share.running) << other;
                    }
                    break;
                default:
                    if (running[person] > 0) queue.finished(person), --running[person];
            }
        }
        for (auto& [person, count] : running)
            for (; count > 0; --count) queue.finished(person);
        while (const auto next = queue.take()) ++given, queue.finished(next->person);
        ASSERT_EQ(given, pushed);
    }
}

}  // namespace
}  // namespace ipep::http
