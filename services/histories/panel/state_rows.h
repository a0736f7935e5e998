// StateRows: the groupements, and what was measured of them with objectives and points, by the facts in force.
//
// Shape:   `groups` by identifier; `indicators` by identifier, year and indicator, where a value was measured; what
//          patients experienced stands there as the indicator `experience`, its bonus as points. Points are those of
//          the rules in force for the year, where the year is one of the groupement's and nothing they need is missing.
// Source:  CDC 2019 §1, §8-I.
#pragma once

#include "ledger/book.h"
#include "services/histories/panel/fact_values.h"
#include "services/histories/panel/pseudonym.h"
#include "services/histories/panel/survey.h"
#include "services/histories/panel/table.h"

namespace ipep::panel {

void write_groups(RowSink& to, const Book& book, const Survey& survey, const Descriptions& descriptions,
                  std::int64_t threshold, Pseudonyms& pseudonyms);
void write_indicators(RowSink& to, const Book& book, std::int64_t threshold, Pseudonyms& pseudonyms);

}  // namespace ipep::panel
