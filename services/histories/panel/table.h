// Table: the shape of one table of the panel, and where its rows go.
//
// Shape:  a row has one cell a column, in their order. The same rows go to CSV, XLSX, Stata and SQLite.
// Units:  money is whole cents and shown in euros with two decimals, where its column is `euros`; days count from 1970,
//         times are microseconds since 1970, UTC.
// Source: contract, `export panel`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ipep::panel {

enum class CellType : std::uint8_t { text, category, whole, euros, decimal, boolean, day, time };

struct Column {
    std::string name;
    CellType type = CellType::text;
    std::string label, label_fr, unit, source, section;
    std::vector<std::string> categories = {};  // of a category, in order
};

struct TableShape {
    std::string name, title, title_fr;
    std::vector<Column> columns;
    std::vector<std::string> key;  // the columns that name a row
};

// Text, category and decimal stand in `text`, which lives as long as the row; the others in `number`.
struct Cell {
    bool present = false;
    std::int64_t number = 0;
    std::string_view text = {};
};
using Row = std::vector<Cell>;

inline Cell cell(std::string_view text) { return {!text.empty(), 0, text}; }
inline Cell cell(std::int64_t number) { return {true, number, {}}; }

class RowSink {
public:
    virtual ~RowSink() = default;
    virtual void row(const Row& row) = 0;
};

// "2021-05-31" and "2026-11-23T09:47:50.123456Z", written behind `to`.
void append_day(std::string& to, std::int64_t since_1970);
void append_time(std::string& to, std::int64_t microseconds);
void append_euros(std::string& to, std::int64_t cents);

}  // namespace ipep::panel
