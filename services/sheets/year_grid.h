// YearGrid: the facts of a year as a grid of groupements and measures: each value, the year before's, its event, and
// what is missing.
//
// Shape:   of the measures a settlement of the year reads: patients, spending, the indicators that count, experience;
//          an indicator that counts for one groupement alone is a column, and nothing for the others.
// Units:   as recorded; the sheet's own for each measure.
// Source:  issue 16; ledger/year_inputs.h for what counts.
#pragma once

#include "ledger/year.h"
#include "services/sheets/known_value.h"

namespace ipep::sheets {

struct GridColumn {
    const Measure* measure = nullptr;
    IndicatorId indicator = {};
    bool operator==(const GridColumn&) const = default;
};

struct GridCell {
    bool counts = false;             // for this groupement
    std::string value, before = {};  // empty where it is not known
    Position position = 0;           // of the fact that stands

    bool is_missing() const { return counts && value.empty(); }
};

struct GridRow {
    GroupementId groupement;
    std::vector<GridCell> cells;  // by column
};

struct YearGrid {
    ResultYear year = 0;
    std::vector<GridColumn> columns;
    std::vector<GridRow> rows;  // in byte order of the groupement
};

YearGrid year_grid(const Book& book, ResultYear year);

}  // namespace ipep::sheets
