#include "services/sheets/sheet_builder.h"

#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep::sheets {
namespace {

Verdict<> too_large(std::size_t most, std::string of) {
    return refuse(code::sheet_too_large, {{"most", std::to_string(most)}, {"of", std::move(of)}});
}

}  // namespace

Verdict<> SheetBuilder::put(std::int64_t row, std::size_t column, Cell cell) {
    if (cell.is_empty() || (cell.type == CellType::text && cell.text.empty())) return {};
    if (column >= kMostColumns) return too_large(kMostColumns, tr("columns"));
    if (made_.sheets.empty()) begin_sheet("");
    std::vector<Row>& rows = made_.sheets.back().rows;
    if (!rows.empty() && row < rows.back().number)
        return refuse(code::sheet_unreadable, {{"what", "its rows are not in order"}});
    if (rows.empty() || rows.back().number != row) {
        if (++rows_ > kMostRows) return too_large(kMostRows, tr("rows"));
        rows.push_back({row, {}});
    }
    std::vector<Cell>& cells = rows.back().cells;
    if (column >= cells.size()) {
        cells_ += column + 1 - cells.size();
        if (cells_ > kMostCells) return too_large(kMostCells, tr("cells"));
        cells.resize(column + 1);
    }
    cells[column] = std::move(cell);
    return {};
}

}  // namespace ipep::sheets
