#include "services/bank/target_day.h"

#include <date/date.h>

namespace ipep {

using date::sys_days;

Day easter_sunday(Year year) {
    const int a = year % 19, century = year / 100, rest = year % 100;
    const int h = (19 * a + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    const int l = (32 + 2 * (century % 4) + 2 * (rest / 4) - h - rest % 4) % 7;
    const int days = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
    const auto easter = date::year(year) / (days / 31) / (days % 31 + 1);
    return {static_cast<std::int32_t>(sys_days(easter).time_since_epoch().count())};
}

bool is_target_day(Day day) {
    const sys_days on{date::days(day.since_1970)};
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

}  // namespace ipep
