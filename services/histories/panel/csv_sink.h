// CsvSink: rows as CSV (RFC 4180): UTF-8, comma, line feed, a header; nothing for what is absent; texts as
//          services/files/csv_text has them, so that none is a spreadsheet's formula.
//
// Errors: those of NewFile, where it cannot be written.
#pragma once

#include "events/seal.h"
#include "services/files/new_file.h"
#include "services/histories/panel/table.h"

namespace ipep::panel {

struct CsvReport {
    std::uint64_t rows = 0, bytes = 0;
    Digest digest{};
    std::vector<std::size_t> widths;  // in bytes, of each column's longest text
};

class CsvSink : public RowSink {
public:
    CsvSink(const std::string& path, const TableShape& shape);
    void row(const Row& row) override;
    CsvReport finish();

private:
    void flush();

    const TableShape& shape_;
    NewFile file_;
    FileDigest digest_;
    std::string pending_;
    CsvReport report_;
};

}  // namespace ipep::panel
