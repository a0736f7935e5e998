#include "ledger/calendar.h"

#include <date/date.h>

#include <charconv>
#include <chrono>

namespace ipep {
namespace {

date::year_month_day calendar(Day day) { return date::sys_days(date::days(day.since_1970)); }

std::optional<unsigned> number(std::string_view digits) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

std::string padded(unsigned value, std::size_t width) {
    std::string text = std::to_string(value);
    return text.insert(0, width > text.size() ? width - text.size() : 0, '0');
}

}  // namespace

std::string to_text(Day day) {
    const auto ymd = calendar(day);
    return padded(static_cast<unsigned>(static_cast<int>(ymd.year())), 4) + '-' +
           padded(static_cast<unsigned>(ymd.month()), 2) + '-' + padded(static_cast<unsigned>(ymd.day()), 2);
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
    if (!year || !month || !day || !well_formed_year(*year)) return std::nullopt;
    const date::year_month_day ymd{date::year(static_cast<int>(*year)), date::month(*month), date::day(*day)};
    if (!ymd.ok()) return std::nullopt;
    return Day{static_cast<std::int32_t>(date::sys_days(ymd).time_since_epoch().count())};
}

Day day_in_paris(std::int64_t time) {
    using namespace date;
    const sys_time<std::chrono::microseconds> utc{std::chrono::microseconds(time)};
    const year in = year_month_day(floor<days>(utc)).year();
    const auto turn = [&](date::month of) { return sys_days(in / of / Sunday[last]) + std::chrono::hours(1); };
    const bool summer = utc >= turn(March) && utc < turn(October);
    const auto here = floor<days>(utc + std::chrono::hours(summer ? 2 : 1));
    return {static_cast<std::int32_t>(here.time_since_epoch().count())};
}

Day day_of(Year year, unsigned month, unsigned day) {
    const date::sys_days days = date::year{year} / static_cast<int>(month) / static_cast<int>(day);
    return {static_cast<std::int32_t>(days.time_since_epoch().count())};
}

Year year_of(Day day) { return static_cast<int>(calendar(day).year()); }

}  // namespace ipep
