#include "ledger/clock.h"

#include <date/date.h>

#include <chrono>

namespace ipep {

std::int64_t ahead_in_paris(std::int64_t time) {
    using namespace date;
    constexpr std::int64_t kHour = 3'600'000'000;
    const sys_time<std::chrono::microseconds> utc{std::chrono::microseconds(time)};
    const year in = year_month_day(floor<days>(utc)).year();
    const auto turn = [&](date::month of) { return sys_days(in / of / Sunday[last]) + std::chrono::hours(1); };
    return utc >= turn(March) && utc < turn(October) ? 2 * kHour : kHour;
}

std::string clock_in_paris(std::int64_t time) {
    const std::chrono::microseconds here{time + ahead_in_paris(time)};
    const auto second = date::floor<std::chrono::seconds>(date::sys_time<std::chrono::microseconds>(here));
    return date::format("%T", second - date::floor<date::days>(second));
}

}  // namespace ipep
