// Workbook: the tables as sheets of one XLSX file, row by row in constant memory.
//
// Shape:  a bold header that stays in sight, a filter, days and amounts as such. A sheet holds 1 048 576 rows; what is
//         more goes to a second one, `facts_2`. Numbers are binary there; the exact ones are the CSV's.
// Promise: the same rows and time give the same bytes: the file's own date is the one it is given.
// Errors: Fault disk_fault.
// Source: ECMA-376, by libxlsxwriter.
#pragma once

#include <memory>

#include "services/histories/panel/table.h"

namespace ipep::panel {

class Workbook {
public:
    // `made_at`: seconds since 1970, put down as the date it was made. Temporary files go to `folder`.
    Workbook(const std::string& path, const std::string& folder, const std::string& title, std::int64_t made_at);
    ~Workbook();
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    // A sheet for the table; lives as long as the workbook.
    RowSink& add(const TableShape& shape);
    void close();

private:
    class Sheet;
    struct Formats;
    struct Book;
    std::unique_ptr<Book> book_;
};

}  // namespace ipep::panel
