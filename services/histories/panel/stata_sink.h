// StataSink: one table as a Stata file (.dta, format 118), with the labels of its variables and values.
//
// Shape:  choices and booleans are numbers with value labels; days %td, times %tc (to the millisecond); amounts in
//         euros are doubles, those in cents are exact below 9 × 10¹³ euros; absent is system missing, or the empty
//         text. Decimals are doubles, which name one of 15 digits again. Texts of more than 2045 bytes are cut there.
// Promise: the same rows and time give the same bytes.
// Errors: Fault disk_fault.
// Source: Stata's description of its format 118, by libreadstat.
#pragma once

#include <memory>

#include "services/histories/panel/csv_sink.h"

namespace ipep::panel {

class StataSink : public RowSink {
public:
    // `csv` tells what the format wants to know first: how many rows, and how wide the texts. `made_at` in seconds.
    StataSink(const std::string& path, const TableShape& shape, const CsvReport& csv, const std::string& label,
              std::int64_t made_at);
    ~StataSink() override;
    void row(const Row& row) override;
    void finish();

private:
    struct Writer;
    std::unique_ptr<Writer> writer_;
};

}  // namespace ipep::panel
