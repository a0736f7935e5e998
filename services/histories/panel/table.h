// Table: the shape of one table of the panel, and where its rows go.
//
// Shape:  a row has one cell a column, in their order. The same rows go to CSV, XLSX, Stata and SQLite.
// Units:  money is whole cents and shown in euros with two decimals, where its column is `euros`; days count from 1970,
//         times are microseconds since 1970, UTC. A decimal is exact as it stands; `nearest` is the number nearest to a
//         text beside it, which keeps the exact one. An identifier is a text, also where it looks like a number.
// Source: contract, `export panel`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ipep::panel {

enum class CellType : std::uint8_t { text, identifier, category, whole, euros, decimal, nearest, boolean, day, time };
// Whether a cell of the type stands in Cell::text.
constexpr bool is_written(CellType type) {
    return type <= CellType::category || type == CellType::decimal || type == CellType::nearest;
}

struct Column {
    std::string name;
    CellType type = CellType::text;
    std::string label, label_fr, unit, source, section;
    std::vector<std::string> categories = {};  // of a category, in order
};

// Columns that name a row of another table, by the columns of its key. Where one is absent no row is named.
struct ForeignKey {
    std::vector<std::string> columns;
    std::string table;
    std::vector<std::string> named;
};

struct TableShape {
    std::string name, title, title_fr;
    std::vector<Column> columns;
    std::vector<std::string> key = {};  // the columns that name a row
    std::vector<ForeignKey> refers = {};
};

// What is_written() stands in `text`, which lives as long as the row; the others in `number`.
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
