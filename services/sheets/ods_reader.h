// OdsReader: an OpenDocument spreadsheet as a spreadsheet.
//
// Shape:  values as the file keeps them beside what it shows: numbers, shares and amounts as decimals, days as texts of
//         ISO 8601. Rows and cells that the file counts as repeated are put down as often, where they hold anything.
// Errors: sheet_unreadable, sheet_too_large.
// Source: ODF 1.3 part 3, §9 and §19.
#pragma once

#include "services/sheets/sheet.h"
#include "services/sheets/zip_file.h"

namespace ipep::sheets {

Verdict<Spreadsheet> read_ods(ZipFile& archive);

}  // namespace ipep::sheets
