// Moment: times and months as the reader writes them; times are those of Europe/Paris, and say so.
#pragma once

#include <string>

#include "ledger/day.h"

namespace ipep {

// Of microseconds since 1970, UTC: "31/05/2022 14:05:09" or "2022-05-31 14:05:09".
std::string shown_time(std::int64_t time);
// The same, and that it is Paris time.
std::string told_time(std::int64_t time);
std::string shown_month(Day day);  // "05/2022" or "2022-05"

}  // namespace ipep
