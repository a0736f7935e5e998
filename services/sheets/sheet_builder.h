// SheetBuilder: a spreadsheet put together cell by cell within the limits, by each of the readers.
//
// Errors: sheet_too_large, before what is too much is held.
#pragma once

#include "services/sheets/sheet.h"

namespace ipep::sheets {

class SheetBuilder {
public:
    static constexpr std::size_t kMostRows = 20'000, kMostCells = 400'000, kMostColumns = 1'000;

    explicit SheetBuilder(FileKind kind) { made_.kind = kind; }

    void begin_sheet(std::string name) { made_.sheets.push_back({std::move(name), {}}); }
    // Empty cells are nothing, blanks alone are.
    Verdict<> put(std::int64_t row, std::size_t column, Cell cell);
    Spreadsheet& made() { return made_; }

private:
    Spreadsheet made_;
    std::size_t rows_ = 0, cells_ = 0;
};

}  // namespace ipep::sheets
