// Schema: the tables of the panel, what names their rows, and which rows of others they name.
//
// Shape:  `results`, one row a groupement, year and revision; `payments`, one row a line that moves an amount; `facts`,
//         one row a value of a fact; `groups`, `years` and `indicators`, as they stand; `orders` with `order_parts`,
//         `flows` by month, `corrections`, one row a value they changed; `observations`. Column names are the members
//         of the contract in snake_case; an amount has its column in euros and one in cents, `…_cents`.
// Promise: a key names one row, and what refers to a row of another table finds it there (Table Schema 2.0).
// Source: contract, "Histories" and "A settlement"; https://datapackage.org.
#pragma once

#include <array>

#include "ledger/event.h"
#include "services/histories/panel/table.h"

namespace ipep::panel {

enum class Which : std::uint8_t {
    results,
    payments,
    facts,
    groups,
    years,
    indicators,
    orders,
    orderParts,
    flows,
    corrections,
    observations
};
inline constexpr std::size_t kTables = 11;

// All but the dictionary, in the order of Which.
const std::array<TableShape, kTables>& table_shapes();
inline const TableShape& shape_of(Which table) { return table_shapes()[static_cast<std::size_t>(table)]; }
// What the dictionary of the package itself looks like.
const TableShape& dictionary_shape();

// "advance_outstanding" for "advanceOutstanding".
std::string snake_case(std::string_view member);
// As the dictionary says it.
const char* type_name(CellType type);

}  // namespace ipep::panel
