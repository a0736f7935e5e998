#include "services/histories/panel/readers.h"

#include <boost/algorithm/string/replace.hpp>

#include "panel_readers.h"
#include "services/files/csv_text.h"
#include "services/histories/panel/schema.h"

namespace ipep::panel {
namespace {

// Exact for whatever may be measured: at most 18 digits on each side of the point.
const char* duckdb_type(CellType type) {
    switch (type) {
        case CellType::whole: return "BIGINT";
        case CellType::euros: return "DECIMAL(18, 2)";
        case CellType::decimal:
        case CellType::nearest: return "DECIMAL(38, 18)";
        case CellType::boolean: return "BOOLEAN";
        case CellType::day: return "DATE";
        case CellType::time: return "TIMESTAMP WITH TIME ZONE";
        case CellType::text:
        case CellType::identifier:
        case CellType::category: break;
    }
    return "VARCHAR";
}

std::string duckdb_view(const TableShape& shape) {
    std::string columns, marked;
    for (const Column& column : shape.columns) {
        columns += (columns.empty() ? "" : ", ") + ('\'' + column.name + "': '") + duckdb_type(column.type) + '\'';
        if (column.type > CellType::identifier) continue;
        marked += (marked.empty() ? "" : ", ") + ("without_mark(\"" + column.name + "\") AS \"" + column.name + '"');
    }
    return "CREATE OR REPLACE VIEW \"" + shape.name + "\" AS SELECT * REPLACE (" + marked + ") FROM read_csv('" +
           shape.name + ".csv', header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {" +
           columns + "});\n";
}

std::string duckdb_script() {
    std::string script =
        "-- panel.sql: the tables of this package for DuckDB, each column as the dictionary says it is. Start DuckDB "
        "in\n"
        "-- this folder, then: .read panel.sql\n"
        "-- Identifiers are texts (\"011\" stays \"011\"); amounts, decimals and cents are exact. The apostrophe that "
        "keeps a\n-- spreadsheet from computing a text is taken off.\n"
        "CREATE OR REPLACE MACRO without_mark(value) AS\n"
        "    regexp_replace(value, '(^|[;\\t\\r\\n])''(''*[=+\\-@＝＋－＠\\t\\r\\n])', '\\1\\2', 'g');\n";
    for (const TableShape& shape : table_shapes()) script += duckdb_view(shape);
    return script + duckdb_view(dictionary_shape());
}

std::string parquet_script() {
    std::string script =
        "-- parquet.sql: each table of this package as a Parquet file beside it, its columns of the types of "
        "panel.sql. In\n"
        "-- DuckDB: .read panel.sql, then: .read parquet.sql\n";
    const auto copy = [](const std::string& name) {
        return "COPY \"" + name + "\" TO '" + name + ".parquet' (FORMAT parquet, COMPRESSION zstd);\n";
    };
    for (const TableShape& shape : table_shapes()) script += copy(shape.name);
    return script + copy(dictionary_shape().name);
}

}  // namespace

std::string mark_in_r() { return boost::replace_all_copy(std::string(kFormulaMark), "\\", "\\\\"); }

std::vector<std::pair<std::string, std::string>> reading_scripts() {
    return {{"panel.R", boost::replace_all_copy(std::string(kPanelR), "@MARK_IN_R@", mark_in_r())},
            {"panel.py", boost::replace_all_copy(std::string(kPanelPython), "@MARK@", std::string(kFormulaMark))},
            {"panel.sql", duckdb_script()},
            {"parquet.sql", parquet_script()}};
}

}  // namespace ipep::panel
