#include "services/histories/panel/csv_sink.h"

#include <charconv>

#include "ledger/code.h"
#include "services/files/csv_text.h"

namespace ipep::panel {
namespace {

constexpr std::size_t kChunk = 1u << 18;

void append_number(std::string& to, std::int64_t number) {
    char digits[24];
    to.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

CsvSink::CsvSink(const std::string& path, const TableShape& shape) : shape_(shape), file_(path) {
    report_.widths.resize(shape.columns.size());
    for (const Column& column : shape.columns) pending_ += (pending_.empty() ? "" : ",") + column.name;
    pending_ += '\n';
}

void CsvSink::row(const Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) pending_ += ',';
        const Cell& cell = row[i];
        if (!cell.present) continue;
        switch (shape_.columns[i].type) {
            case CellType::text:
            case CellType::identifier:
            case CellType::category:
            case CellType::decimal:
            case CellType::nearest:
                append_csv_text(pending_, cell.text);
                report_.widths[i] = std::max(report_.widths[i], cell.text.size());
                break;
            case CellType::whole: append_number(pending_, cell.number); break;
            case CellType::euros: append_euros(pending_, cell.number); break;
            case CellType::boolean: pending_ += cell.number ? "true" : "false"; break;
            case CellType::day: append_day(pending_, cell.number); break;
            case CellType::time: append_time(pending_, cell.number); break;
        }
    }
    pending_ += '\n';
    ++report_.rows;
    if (pending_.size() >= kChunk) flush();
}

void CsvSink::flush() {
    file_.write(pending_);
    digest_.add(pending_);
    report_.bytes += pending_.size();
    pending_.clear();
}

CsvReport CsvSink::finish() {
    flush();
    file_.close();
    report_.digest = digest_.finish();
    return report_;
}

}  // namespace ipep::panel
