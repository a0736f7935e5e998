// Schema: the three tables of the panel, and what each of their columns means.
//
// Shape:  `results`, one row a groupement, year and revision; `payments`, one row a line that moves an amount; `facts`,
//         one row a value of a fact. Column names are the members of the contract in snake_case; an amount has its
//         column in euros and one in cents, `…_cents`.
// Source: contract, "Histories" and "A settlement"; specification, whose section each column names.
#pragma once

#include "ledger/event.h"
#include "services/histories/panel/table.h"

namespace ipep::panel {

const TableShape& results_shape();
const TableShape& payments_shape();
const TableShape& facts_shape();
// What the dictionary of the package itself looks like.
const TableShape& dictionary_shape();

// "advance_outstanding" for "advanceOutstanding".
std::string snake_case(std::string_view member);

// The dictionary's rows: each column of each table.
void write_dictionary(RowSink& to);

}  // namespace ipep::panel
