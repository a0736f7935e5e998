#include "ledger/calendar.h"

#include <date/tz.h>
#include <gtest/gtest.h>

namespace ipep {
namespace {

// Easter Sundays as published; 1818 and 2285 are the earliest there can be, 1943 and 2038 the latest.
TEST(TargetDay, EasterIsWhereTheCalendarHasIt) {
    for (const char* day : {"1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "2000-04-23", "2002-03-31",
                            "2008-03-23", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
                            "2038-04-25", "2049-04-18", "2076-04-19", "2100-03-28", "2285-03-22"})
        EXPECT_EQ(to_text(easter_sunday(std::stoi(day))), day);
}

// As the ECB announced for 2026 and 2027.
TEST(TargetDay, AreAllDaysButWeekendsAndSixHolidays) {
    for (const char* closed : {"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-12-26",
                               "2026-06-13", "2026-06-14", "2027-03-26", "2027-03-29"})
        EXPECT_FALSE(is_target_day(*parse_day(closed))) << closed;
    // French holidays on which banks settle all the same: 8 May, Ascension, Whit Monday, 14 July, 11 November.
    for (const char* open : {"2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-11-11", "2026-04-02",
                             "2026-12-24", "2026-12-31", "2026-01-02"})
        EXPECT_TRUE(is_target_day(*parse_day(open))) << open;
}

TEST(TargetDay, AYearHasAsManyAsTheEcbCounts) {
    const auto count = [](int year) {
        int days = 0;
        for (Day day = *parse_day(std::to_string(year) + "-01-01"); year_of(day) == year; ++day.since_1970)
            days += is_target_day(day) ? 1 : 0;
        return days;
    };
    EXPECT_EQ(count(2024), 256);  // the first and the last fall on working days
    EXPECT_EQ(count(2025), 255);
    EXPECT_EQ(count(2026), 256);
}

TEST(TargetDay, TheNextOneSkipsALongWeekend) {
    EXPECT_EQ(to_text(next_target_day(*parse_day("2026-04-03"))), "2026-04-07");  // over Easter
    EXPECT_EQ(to_text(next_target_day(*parse_day("2026-12-25"))), "2026-12-28");
    EXPECT_EQ(to_text(next_target_day(*parse_day("2026-06-15"))), "2026-06-15");
}

TEST(DayInParis, IsThatOfTheTimeZone) {
    const auto* paris = date::locate_zone("Europe/Paris");
    const auto expect_same = [&](std::int64_t time) {
        const date::sys_time<std::chrono::microseconds> utc{std::chrono::microseconds(time)};
        const auto local = date::floor<date::days>(paris->to_local(utc)).time_since_epoch().count();
        ASSERT_EQ(day_in_paris(time).since_1970, local) << date::format("%FT%TZ", utc);
    };
    const std::int64_t second = 1'000'000, hour = 3600 * second;
    const std::int64_t from = 820'454'400 * second, until = 2'145'916'800 * second;  // 1996 to 2037
    for (std::int64_t time = from; time < until; time += hour * 11) {
        expect_same(time);
        expect_same(time / (24 * hour) * 24 * hour + 22 * hour - 1);
        expect_same(time / (24 * hour) * 24 * hour + 23 * hour);
    }
    EXPECT_EQ(to_text(day_in_paris(-1)), "1970-01-01");
}

TEST(DayInParis, EndsWhereTheNextBegins) {
    const auto* paris = date::locate_zone("Europe/Paris");
    for (Day day = *parse_day("1996-01-01"); day <= *parse_day("2037-12-30"); ++day.since_1970) {
        const date::local_days next{date::days{day.since_1970 + 1}};
        const auto begins = paris->to_sys(next + std::chrono::microseconds(0)).time_since_epoch().count();
        ASSERT_EQ(end_in_paris(day), begins - 1) << to_text(day);
        ASSERT_EQ(day_in_paris(end_in_paris(day)), day);
        ASSERT_EQ(day_in_paris(end_in_paris(day) + 1).since_1970, day.since_1970 + 1);
    }
}

TEST(Period, OfADayIsItsMonthOrYear) {
    const Day day = *parse_day("2024-02-29");
    EXPECT_EQ(to_text(*period_of(day, Span::month).from), "2024-02-01");
    EXPECT_EQ(to_text(*period_of(day, Span::month).until), "2024-03-01");
    EXPECT_EQ(name_of(period_of(day, Span::month), Span::month), "2024-02");
    EXPECT_EQ(name_of(period_of(day, Span::year), Span::year), "2024");
    EXPECT_EQ(to_text(*period_of(*parse_day("2024-12-31"), Span::month).until), "2025-01-01");
    EXPECT_TRUE(up_to(day).holds(day));
    EXPECT_FALSE(up_to(day).holds(Day{day.since_1970 + 1}));
}

}  // namespace
}  // namespace ipep
