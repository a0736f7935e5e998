// XlsxReader: an Office Open XML workbook as a spreadsheet.
//
// Shape:  shared, inline and formula texts, with their runs joined and without what guides their pronunciation; numbers
//         as they are written; a number whose format is zeros alone keeps how many. Strict and transitional files.
// Errors: sheet_unreadable, sheet_too_large.
// Source: ECMA-376 part 1, §18.
#pragma once

#include "services/sheets/sheet.h"
#include "services/sheets/zip_file.h"

namespace ipep::sheets {

Verdict<Spreadsheet> read_xlsx(ZipFile& archive);

// "AB12" as column 27 and row 12. Nothing where it is no such place.
struct CellPlace {
    std::size_t column = 0;
    std::int64_t row = 0;
};
bool read_place(std::string_view text, CellPlace& to);

}  // namespace ipep::sheets
