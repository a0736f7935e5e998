// CsvReader: a text of separated values as a spreadsheet of one sheet, each cell a text.
//
// Shape:  UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252, which Latin-1 lies in. The
//         separator is the one of ; , and tab that the first line with any has most of, or what a line `sep=` says. A
//         field may stand between quotes, doubled inside, and then hold line breaks. An empty line is a row.
// Errors: sheet_unreadable, sheet_too_large.
// Source: RFC 4180, and what French and English spreadsheets save.
#pragma once

#include "services/sheets/sheet.h"

namespace ipep::sheets {

Verdict<Spreadsheet> read_csv(std::string_view bytes);

}  // namespace ipep::sheets
