#include "ledger/day.h"

#include <date/date.h>

#include <charconv>

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

int year_of(Day day) { return static_cast<int>(calendar(day).year()); }

}  // namespace ipep
