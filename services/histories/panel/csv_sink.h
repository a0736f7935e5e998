// CsvSink: rows as CSV (RFC 4180): UTF-8, comma, line feed, a header; quotes only where a text needs them; nothing for
//          what
// is absent.
//
// Errors: Fault disk_fault where it cannot be written.
#pragma once

#include <fstream>

#include "events/seal.h"
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
    void append_text(std::string_view text);
    void flush();

    std::string path_;
    const TableShape& shape_;
    std::ofstream file_;
    FileDigest digest_;
    std::string pending_;
    CsvReport report_;
};

}  // namespace ipep::panel
