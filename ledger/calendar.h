// Calendar: months, years and periods of days; the days banks settle on; the day it is in Paris.
//
// Shape:   a period is half-open: from the first day inclusive until the last exclusive; without one, from the first
//          entry or to the last. A month is named by its first day.
// Units:   times are microseconds since 1970, UTC. Summer time is as it has been kept since 1996, from the last Sunday
//          of March to that of October, 1:00 UTC; the same rule is taken for the years before.
// Source:  directive 2000/84/CE; ECB, long-term calendar of TARGET closing days (since 2002).
#pragma once

#include "ledger/day.h"

namespace ipep {

struct Period {
    std::optional<Day> from, until;
    bool holds(Day day) const { return (!from || day >= *from) && (!until || day < *until); }
    bool begins_after(Day day) const { return from && day < *from; }
    bool ends_before(Day day) const { return until && day >= *until; }
};

enum class Span : std::uint8_t { month, year };

// The month or year that holds the day.
Period period_of(Day day, Span span);
// Everything up to and with a day; all where none is given.
Period up_to(std::optional<Day> on);
// "2024-05", "2024", of a period that period_of() gave.
std::string name_of(const Period& period, Span span);
// Precondition: there is such a day.
Day day_of(int year, unsigned month, unsigned day);
std::string month_text(Day day);  // "2022-03"

// Gregorian (Meeus, Jones, Butcher).
Day easter_sunday(int year);
// Whether the Eurosystem settles payments in euros: every day but Saturdays, Sundays, 1 January, Good Friday, Easter
// Monday, 1 May, 25 and 26 December. French public holidays are TARGET days otherwise.
bool is_target_day(Day day);
// `day` itself where it is one.
Day next_target_day(Day day);

// The day in Europe/Paris at a time.
Day day_in_paris(std::int64_t time);
// The last microsecond of a day in Europe/Paris.
std::int64_t end_in_paris(Day day);

}  // namespace ipep
