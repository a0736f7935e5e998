#include "ledger/calendar.h"

#include <date/date.h>

#include <chrono>

#include "ledger/clock.h"

namespace ipep {
namespace {

constexpr std::int64_t kHour = 3'600'000'000, kDay = 24 * kHour;

Day as_day(date::sys_days days) { return {static_cast<std::int32_t>(days.time_since_epoch().count())}; }

}  // namespace

Day day_of(int year, unsigned month, unsigned day) {
    return as_day(date::year{year} / static_cast<int>(month) / static_cast<int>(day));
}

Period period_of(Day day, Span span) {
    const date::year_month_day date{date::sys_days{date::days{day.since_1970}}};
    const int year = static_cast<int>(date.year());
    if (span == Span::year) return {day_of(year, 1, 1), day_of(year + 1, 1, 1)};
    const auto month = static_cast<unsigned>(date.month());
    return {day_of(year, month, 1), month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1)};
}

Period up_to(std::optional<Day> on) {
    if (!on) return {};
    return {{}, Day{on->since_1970 + 1}};
}

std::string name_of(const Period& period, Span span) {
    return span == Span::month ? month_text(*period.from) : to_text(*period.from).substr(0, 4);
}

std::string month_text(Day day) { return to_text(day).substr(0, 7); }

Day easter_sunday(int year) {
    const int a = year % 19, century = year / 100, rest = year % 100;
    const int h = (19 * a + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    const int l = (32 + 2 * (century % 4) + 2 * (rest / 4) - h - rest % 4) % 7;
    const int days = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
    const auto easter = date::year(year) / (days / 31) / (days % 31 + 1);
    return as_day(easter);
}

bool is_target_day(Day day) {
    const date::sys_days on{date::days(day.since_1970)};
    const date::weekday weekday(on);
    if (weekday == date::Saturday || weekday == date::Sunday) return false;
    const date::year_month_day calendar(on);
    for (const auto& closed : {date::January / 1, date::May / 1, date::December / 25, date::December / 26})
        if (closed == calendar.month() / calendar.day()) return false;
    const std::int32_t after_easter = day.since_1970 - easter_sunday(year_of(day)).since_1970;
    return after_easter != -2 && after_easter != 1;
}

Day next_target_day(Day day) {
    while (!is_target_day(day)) ++day.since_1970;
    return day;
}

Day day_in_paris(std::int64_t time) {
    const std::chrono::microseconds here{time + ahead_in_paris(time)};
    return as_day(date::floor<date::days>(date::sys_time<std::chrono::microseconds>(here)));
}

// Clocks are never turned at midnight, so that the hour before it knows how far Paris is ahead.
std::int64_t end_in_paris(Day day) {
    const std::int64_t midnight = (std::int64_t{day.since_1970} + 1) * kDay;
    return midnight - ahead_in_paris(midnight - 2 * kHour) - 1;
}

}  // namespace ipep
