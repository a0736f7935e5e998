// Readers: the scripts the package takes along, by which R, Python and DuckDB read each column as what it is.
//
// Shape:  panel.R (base R, readr, data.table), panel.py (standard library, pandas), panel.sql (DuckDB): identifiers
//         stay texts, and the apostrophe before a sign goes. parquet.sql has DuckDB write Parquet
//         (ops/decisions/0050-parquet.md).
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace ipep::panel {

// By name.
std::vector<std::pair<std::string, std::string>> reading_scripts();
// The expression that finds the apostrophe, as R writes it.
std::string mark_in_r();

}  // namespace ipep::panel
