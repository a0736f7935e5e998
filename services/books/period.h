// Period: some days of the books, half-open; and the months and years they fall into.
#pragma once

#include "ledger/calendar.h"

namespace ipep {

// From the first day inclusive until the last exclusive; without one, from the first entry or to the last.
struct Period {
    std::optional<Day> from, until;
    bool holds(Day day) const { return (!from || day >= *from) && (!until || day < *until); }
    bool begins_after(Day day) const { return from && day < *from; }
    bool ends_before(Day day) const { return until && day >= *until; }
};

enum class Span : std::uint8_t { month, year };

Period period_of(Day day, Span span);
// Everything up to and with a day; all where none is given.
Period up_to(std::optional<Day> on);
// "2024-05", "2024", of a period that period_of() gave.
std::string name_of(const Period& period, Span span);

}  // namespace ipep
