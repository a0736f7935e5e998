// Recorded times that cannot be, and those beside them that can.
#include "services/audit/recorded_time.h"

#include <gtest/gtest.h>

#include "services/ledger/world.h"

namespace ipep {
namespace {

std::int64_t at(const char* time) { return *parse_time(time); }

TEST(RecordedTime, IsNeitherBeforeTheOneBeforeNorBeforeTheExperimentNorAfterTodayNorYearsApart) {
    const RecordedTimes times{at("2024-01-01T00:00:00Z"), at("2030-06-01T00:00:00Z"), false};
    EXPECT_EQ(impossible_time(at("2023-12-31T23:59:59Z"), times), "recorded no earlier than the event before");
    EXPECT_EQ(impossible_time(at("2024-01-01T00:00:00Z"), times), "");
    EXPECT_EQ(impossible_time(at("2028-12-31T00:00:00Z"), times), "");
    EXPECT_EQ(impossible_time(at("2029-02-01T00:00:00Z"), times), "recorded within five years of the event before");
    EXPECT_EQ(impossible_time(at("2030-06-03T00:00:00Z"), times), "recorded no later than today");
    EXPECT_EQ(impossible_time(at("2999-01-01T00:00:00Z"), times), "recorded no later than today");
    const RecordedTimes first{INT64_MIN, at("2030-06-01T00:00:00Z"), false};
    EXPECT_EQ(impossible_time(at("1970-01-01T00:00:00Z"), first), "recorded since 2018");
    EXPECT_EQ(impossible_time(at("2018-01-01T00:00:00Z"), first), "");
    EXPECT_EQ(impossible_time(at("2030-06-01T12:00:00Z"), first), "") << "two clocks are never quite the same";
}

TEST(RecordedTime, OfATrialIsInventedAndOnlyItsOrderCounts) {
    const RecordedTimes times{at("2024-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z"), true};
    EXPECT_EQ(impossible_time(at("2999-01-01T00:00:00Z"), times), "");
    EXPECT_EQ(impossible_time(at("2023-01-01T00:00:00Z"), times), "recorded no earlier than the event before");
}

}  // namespace
}  // namespace ipep
