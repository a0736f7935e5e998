// TARGET day: a day on which the Eurosystem settles payments in euros.
//
// Shape:  every day but Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December. French
//         public holidays are TARGET days otherwise.
// Source: ECB, long-term calendar of TARGET closing days (since 2002).
#pragma once

#include "ledger/day.h"

namespace ipep {

// Gregorian (Meeus, Jones, Butcher).
Day easter_sunday(Year year);
bool is_target_day(Day day);
// `day` itself where it is one.
Day next_target_day(Day day);

}  // namespace ipep
