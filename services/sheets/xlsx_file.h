// XlsxFile: a workbook to be filled in or looked through: looks, notes beside cells, and what a cell is to hold.
//
// Shape:  rows and columns from 0, as the library has them. A number is given as the decimal it is shown as.
// Errors: Fault disk_fault.
// Source: ECMA-376, by libxlsxwriter.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/day.h"

namespace ipep::sheets {

enum class Look : std::uint8_t { plain, text, head, hint, input, day, wrong };
inline constexpr std::size_t kLooks = 7;

struct CellAt {
    std::uint32_t row = 0;
    std::uint16_t column = 0;
};

class XlsxFile {
public:
    XlsxFile();
    ~XlsxFile();
    XlsxFile(const XlsxFile&) = delete;

    // What follows stands on it.
    void sheet(const std::string& name);
    void text(CellAt at, const std::string& text, Look look);
    void number(CellAt at, const std::string& decimal, Look look);
    void day(CellAt at, Day day, Look look);
    void empty(CellAt at, Look look);
    void note(CellAt at, const std::string& text);
    void width(std::uint16_t column, double characters);

    // The spreadsheet asks where something else is filled in, and lets it stand.
    void expect_whole(CellAt at, const std::string& unit);
    void expect_between(CellAt at, double from, double until, const std::string& unit);
    void expect_one_of(CellAt at, const std::vector<std::string>& choices);
    // The headings stay in sight, and can be filtered by.
    void finish_table(std::uint32_t last_row, std::uint16_t last_column);

    // The whole file; nothing is added behind it.
    std::string bytes();

private:
    struct Book;
    std::unique_ptr<Book> book_;
};

}  // namespace ipep::sheets
