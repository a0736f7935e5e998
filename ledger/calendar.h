// Calendar: a day by its year, month and day. Precondition: there is such a day.
#pragma once

#include "ledger/day.h"

namespace ipep {

Day day_of(Year year, unsigned month, unsigned day);

}  // namespace ipep
