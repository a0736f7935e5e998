#include "services/sheets/errors_sheet.h"

#include <map>

#include "services/sheets/csv_file.h"
#include "services/sheets/xlsx_file.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep::sheets {
namespace {

// What is said of one sheet: by row, and by cell.
struct Said {
    std::map<std::int64_t, std::string> rows;
    std::map<std::pair<std::int64_t, std::size_t>, std::string> cells;

    Said(const SheetImport& import, std::size_t sheet) {
        for (const auto* findings : {&import.errors, &import.warnings, &import.notes})
            for (const Finding& one : *findings) {
                if (one.place.at != sheet) continue;
                const std::string sentence = spoken_sentence(one.rejection);
                std::string& row = rows[one.place.row];
                row += (row.empty() ? "" : " · ") + column_letters(one.place.column) + std::to_string(one.place.row) +
                       ": " + sentence;
                std::string& cell = cells[{one.place.row, one.place.column}];
                cell += (cell.empty() ? "" : "\n") + sentence;
            }
    }
};

// Where the column of errors stands: the one there is, else behind all others.
std::size_t column_of_errors(const Sheet& sheet) {
    const auto table = table_in(sheet);
    if (table)
        if (const auto known = table->column(Heading::errors)) return *known;
    std::size_t width = 0;
    for (const Row& row : sheet.rows) width = std::max(width, row.cells.size());
    return width;
}

std::int64_t row_of_headings(const Sheet& sheet) {
    const auto table = table_in(sheet);
    return table ? sheet.rows[table->first].number : 0;
}

std::string said_of(const Said& said, std::int64_t row, std::int64_t headings) {
    const auto found = said.rows.find(row);
    std::string text = found == said.rows.end() ? std::string() : found->second;
    if (row != headings) return text;
    return text.empty() ? words_of(Heading::errors).shown() : words_of(Heading::errors).shown() + " · " + text;
}

void put_sheet(XlsxFile& file, const Sheet& sheet, const Said& said) {
    const std::size_t errors = column_of_errors(sheet);
    const std::int64_t headings = row_of_headings(sheet);
    for (const Row& row : sheet.rows) {
        const auto at = [&](std::size_t column) {
            return CellAt{static_cast<std::uint32_t>(row.number - 1), static_cast<std::uint16_t>(column)};
        };
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (i == errors) continue;
            const Cell& cell = row.cells[i];
            const auto note = said.cells.find({row.number, i});
            const Look look = note != said.cells.end() ? Look::wrong
                              : row.number == headings ? Look::head
                                                       : Look::plain;
            if (cell.type == CellType::number)
                file.number(at(i), cell.text, look);
            else if (!cell.is_empty())
                file.text(at(i), cell.text, look);
        }
        file.text(at(errors), said_of(said, row.number, headings), row.number == headings ? Look::head : Look::plain);
    }
    for (const auto& [place, sentence] : said.cells) {
        const CellAt at{static_cast<std::uint32_t>(place.first - 1), static_cast<std::uint16_t>(place.second)};
        file.note(at, sentence);
    }
    file.width(static_cast<std::uint16_t>(errors), 80);
}

}  // namespace

std::string errors_csv(const SheetImport& import) {
    CsvFile file(import.file.separator == 0 ? ';' : import.file.separator);
    if (import.file.sheets.empty()) return file.bytes();
    const Sheet& sheet = import.file.sheets.front();
    const Said said(import, 0);
    const std::size_t errors = column_of_errors(sheet);
    const std::int64_t headings = row_of_headings(sheet);
    std::int64_t next = 1;
    for (const Row& row : sheet.rows) {
        for (; next < row.number; ++next) file.end_row();
        for (std::size_t i = 0; i < errors; ++i) file.as_it_was(i < row.cells.size() ? row.cells[i].text : "");
        file.text(said_of(said, row.number, headings));
        for (std::size_t i = errors + 1; i < row.cells.size(); ++i) file.as_it_was(row.cells[i].text);
        file.end_row();
        ++next;
    }
    return file.bytes();
}

std::string errors_xlsx(const SheetImport& import) {
    XlsxFile file;
    if (import.file.sheets.empty()) file.sheet({});
    for (std::size_t i = 0; i < import.file.sheets.size(); ++i) {
        file.sheet(import.file.sheets[i].name);
        put_sheet(file, import.file.sheets[i], Said(import, i));
    }
    return file.bytes();
}

}  // namespace ipep::sheets
