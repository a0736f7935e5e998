// Spreadsheet: what somebody filled in, as rows of cells that know their place, whatever program wrote the file.
//
// Shape:  sheets in the file's order, hidden ones left out; a row has the number the spreadsheet shows (from 1), and
//         rows without any content are left out. A number is the decimal the file has, exactly; a formula is its value.
//         The kind of file is told by its bytes: a zip of OpenDocument or of Office Open XML, else text.
// Limits: 20 000 rows, 400 000 cells, 64 MiB unpacked, whatever the file says of itself.
// Errors: sheet_unreadable, sheet_too_large.
// Source: issue 16; ops/decisions/0023.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/rejection.h"

namespace ipep::sheets {

enum class CellType : std::uint8_t {
    empty,
    text,
    number,      // "0.85", "2362.4061659999998", "1E-3"
    truth,       // "TRUE" or "FALSE"
    error,       // "#DIV/0!"
    uncomputed,  // a formula whose value the file does not keep
};

struct Cell {
    CellType type = CellType::empty;
    std::string text;
    std::size_t digits = 0;  // that its format shows at least, where it shows digits alone: 42 as 042

    bool is_empty() const { return type == CellType::empty; }
    bool operator==(const Cell&) const = default;
};

struct Row {
    std::int64_t number = 0;
    std::vector<Cell> cells;
};

struct Sheet {
    std::string name;
    std::vector<Row> rows;
};

enum class FileKind : std::uint8_t { csv, xlsx, ods };

struct Spreadsheet {
    FileKind kind = FileKind::csv;
    char separator = 0;           // of a CSV
    bool days_from_1904 = false;  // else a day's number counts from the end of 1899
    std::vector<Sheet> sheets;
};

Verdict<Spreadsheet> read_spreadsheet(std::string_view bytes);

// "A" for 0, "AA" for 26, as spreadsheets name their columns.
std::string column_letters(std::size_t column);

}  // namespace ipep::sheets
