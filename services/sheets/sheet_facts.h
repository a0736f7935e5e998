// SheetFacts: the rows of a filled-in sheet as facts to record, and everything that refuses a row, each with its place.
//
// Shape:  a row gives one member of one fact; rows about the same kind, groupement, year and indicator make one fact,
//         and agree on day and source. A row without a value is not filled in, and nothing. A fact's key is the digest
//         of what it says (kind, members, day, source's words): neither the file's name nor the order of its rows
//         counts. Sheets without any of the headings are no sheets of facts, and left out, where another one is.
// Errors: never refuses; what is wrong is among `errors`, by sheet, row and column.
// Source: issue 16; ops/decisions/0023.
#pragma once

#include "ledger/command.h"
#include "ledger/digest.h"
#include "services/sheets/measure.h"

namespace ipep::sheets {

struct Place {
    std::string sheet;         // empty in a CSV
    std::size_t at = 0;        // which of the file's sheets, from 0
    std::int64_t row = 0;      // from 1
    std::size_t column = 0;    // from 0
    std::string heading = {};  // of the column

    std::string cell() const { return column_letters(column) + std::to_string(row); }  // "I12"
};
// "Faits!I12", or "I12".
std::string shown(const Place& place);

struct Finding {
    Place place;
    Rejection rejection;
    std::string about = {};  // "G02 · indicateur S05 · 2021", of what stands out
};

// One row that was filled in.
struct GivenValue {
    const Measure* measure = nullptr;
    Place place;       // of the value
    std::string text;  // the value as recorded
};

struct SheetFact {
    RecordFact fact;
    std::vector<GivenValue> values;                 // by its rows
    std::vector<std::pair<Heading, Place>> places;  // of its first row
    // Where a refusal of the fact is shown: at the member it names, else where its code has it.
    Place place_of(const Rejection& rejection) const;
};

struct SheetFacts {
    std::vector<SheetFact> facts;  // in the order of their first rows
    std::vector<Finding> errors, warnings;
    std::size_t unfilled = 0;  // rows without a value
};

// `digest` is of the file, the facts' source.
SheetFacts facts_in(const Spreadsheet& file, const Digest& digest);

// Where the table of a sheet stands: its headings by column.
struct Table {
    std::size_t first = 0;  // the row of the headings, of the sheet's rows
    std::vector<std::optional<Heading>> columns;

    std::optional<std::size_t> column(Heading heading) const;
};
// Nothing where the sheet has none.
std::optional<Table> table_in(const Sheet& sheet);

}  // namespace ipep::sheets
