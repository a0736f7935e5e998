// Plausibility: what stands out among the values of a sheet: against their unit, the year before, the other groupements
// and the calendar.
//
// Shape:  a finding a value and reason, in the order of the rows. Nothing is refused by it.
// Units:  exact; the bounds are data, plausibility-2019.toml, compiled in.
// Source: issue 16; ops/decisions/0023.
#pragma once

#include "services/sheets/known_value.h"
#include "services/sheets/sheet_facts.h"

namespace ipep::sheets {

std::vector<Finding> what_stands_out(const Book& book, const std::vector<SheetFact>& facts, Day today);

}  // namespace ipep::sheets
