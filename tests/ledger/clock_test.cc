#include "ledger/clock.h"

#include <date/tz.h>
#include <gtest/gtest.h>

namespace ipep {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

TEST(ClockInParis, TurnsInTheSecondInWhichTheTimeZoneTurns) {
    const auto* paris = date::locate_zone("Europe/Paris");
    for (int of = 1996; of <= 2037; ++of)
        for (const date::month month : {date::March, date::October}) {
            const date::sys_days day{date::year(of) / month / date::Sunday[date::last]};
            const std::int64_t turn = (day.time_since_epoch().count() * 24 + 1) * 3600 * kSecond;
            for (const std::int64_t time : {turn - 1, turn}) {
                const date::sys_time<std::chrono::microseconds> utc{std::chrono::microseconds(time)};
                const std::chrono::microseconds ahead = paris->get_info(utc).offset;
                ASSERT_EQ(ahead_in_paris(time), ahead.count()) << date::format("%FT%TZ", utc);
            }
        }
}

TEST(ClockInParis, IsReadToTheSecond) {
    const std::int64_t begins = 1'711'846'800 * kSecond;  // 2024-03-31T01:00:00Z
    EXPECT_EQ(clock_in_paris(begins - 1), "01:59:59");
    EXPECT_EQ(clock_in_paris(begins), "03:00:00");
    const std::int64_t ends = 1'729'990'800 * kSecond;  // 2024-10-27T01:00:00Z
    EXPECT_EQ(clock_in_paris(ends - 1), "02:59:59");
    EXPECT_EQ(clock_in_paris(ends), "02:00:00");
}

}  // namespace
}  // namespace ipep
