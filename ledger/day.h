// Day: a calendar day without a time, as ISO 8601 writes it.
//
// Shape:  days since 1970-01-01. Years 1900 to 2999.
// Source: specification §1; contract, `on`.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/year.h"

namespace ipep {

struct Day {
    std::int32_t since_1970 = 0;
    auto operator<=>(const Day&) const = default;
};

std::string to_text(Day day);                         // "2020-05-31"
std::optional<Day> parse_day(std::string_view text);  // the same form only, and only days that exist
int year_of(Day day);

}  // namespace ipep
