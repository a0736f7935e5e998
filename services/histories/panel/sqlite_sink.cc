#include "services/histories/panel/sqlite_sink.h"

#include <sqlite3.h>

#include <charconv>

#include "events/code.h"
#include "events/fault.h"

namespace ipep::panel {
namespace {

constexpr const char* kViews = R"sql(
CREATE VIEW latest_results AS SELECT * FROM results WHERE latest = 1;
CREATE VIEW balances AS
    SELECT groupement, owed_cents, overpaid_cents, advance_outstanding_cents, position FROM payments AS one
    WHERE position = (SELECT max(position) FROM payments WHERE groupement = one.groupement);
CREATE VIEW latest_years AS SELECT * FROM years WHERE latest = 1;
)sql";

std::string quoted(const std::string& name) { return '"' + name + '"'; }

const char* sql_type_of(CellType type) {
    if (type == CellType::whole || type == CellType::boolean) return "INTEGER";
    return type == CellType::decimal || type == CellType::nearest ? "REAL" : "TEXT";
}

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + quoted(name);
    return '(' + list + ')';
}

// What follows from its cents needs no place of its own, and cannot contradict them.
std::string definition(const Column& column) {
    const std::string name = quoted(column.name);
    if (column.type == CellType::euros)
        return name + " REAL GENERATED ALWAYS AS (" + quoted(column.name + "_cents") + " / 100.0) VIRTUAL";
    const std::string exact = column.type == CellType::decimal ? ", " + quoted(column.name + "_exact") + " TEXT" : "";
    return name + ' ' + sql_type_of(column.type) + exact;
}

std::string definition(const TableShape& shape) {
    std::string text;
    for (const Column& column : shape.columns) text += (text.empty() ? "" : ", ") + definition(column);
    if (!shape.key.empty()) text += ", PRIMARY KEY " + listed(shape.key);
    for (const ForeignKey& one : shape.refers)
        text += ", FOREIGN KEY " + listed(one.columns) + " REFERENCES " + quoted(one.table) + ' ' + listed(one.named);
    return quoted(shape.name) + " (" + text + ")";
}

double nearest(std::string_view decimal) {
    double number = 0;
    std::from_chars(decimal.data(), decimal.data() + decimal.size(), number);
    return number;
}

[[noreturn]] void fail(sqlite3* handle, const std::string& path) {
    throw Fault(code::disk_fault, {{"what", path + ": " + ::sqlite3_errmsg(handle)}});
}

}  // namespace

class Database::TableSink : public RowSink {
public:
    TableSink(sqlite3* handle, const std::string& path, const TableShape& shape)
        : handle_(handle), path_(path), shape_(shape) {
        std::string names, places;
        const auto place = [&](const std::string& name) {
            names += (names.empty() ? "" : ", ") + quoted(name);
            places += places.empty() ? "?" : ",?";
        };
        for (const Column& column : shape.columns) {
            if (column.type != CellType::euros) place(column.name);
            if (column.type == CellType::decimal) place(column.name + "_exact");
        }
        const std::string insert = "INSERT INTO " + quoted(shape.name) + " (" + names + ") VALUES (" + places + ")";
        if (::sqlite3_prepare_v2(handle, insert.c_str(), -1, &insert_, nullptr) != SQLITE_OK) fail(handle, path);
    }
    ~TableSink() override { ::sqlite3_finalize(insert_); }

    void row(const Row& row) override {
        int place = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const CellType type = shape_.columns[i].type;
            if (type == CellType::euros) continue;
            bind(++place, row[i], type);
            if (type == CellType::decimal) bind(++place, row[i], CellType::text);
        }
        if (::sqlite3_step(insert_) != SQLITE_DONE) fail(handle_, path_);
        ::sqlite3_reset(insert_);
    }

private:
    void bind(int place, const Cell& cell, CellType type) {
        if (!cell.present) {
            ::sqlite3_bind_null(insert_, place);
        } else if (type == CellType::whole || type == CellType::boolean) {
            ::sqlite3_bind_int64(insert_, place, cell.number);
        } else if (type == CellType::decimal || type == CellType::nearest) {
            ::sqlite3_bind_double(insert_, place, nearest(cell.text));
        } else {
            text_.clear();
            if (type == CellType::day)
                append_day(text_, cell.number);
            else if (type == CellType::time)
                append_time(text_, cell.number);
            else
                text_ = cell.text;
            ::sqlite3_bind_text(insert_, place, text_.data(), static_cast<int>(text_.size()), SQLITE_TRANSIENT);
        }
    }

    sqlite3* handle_;
    const std::string& path_;
    const TableShape& shape_;
    sqlite3_stmt* insert_ = nullptr;
    std::string text_;
};

Database::Database(const std::string& path) : path_(path) {
    if (::sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) fail(handle_, path_);
    // The folder appears whole or not at all, so the file needs no journal of its own.
    run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
}

Database::~Database() {
    tables_.clear();
    ::sqlite3_close(handle_);
}

void Database::run(const std::string& statement) {
    if (::sqlite3_exec(handle_, statement.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_, path_);
}

RowSink& Database::add(const TableShape& shape) {
    run("CREATE TABLE " + definition(shape));
    tables_.push_back(std::make_unique<TableSink>(handle_, path_, shape));
    return *tables_.back();
}

void Database::close(const std::vector<std::pair<std::string, std::string>>& about) {
    static const TableShape shape{
        "about", "", "", {{"name", CellType::text, {}, {}, {}, {}, {}}, {"value", CellType::text, {}, {}, {}, {}, {}}}};
    RowSink& sink = add(shape);
    for (const auto& [name, value] : about) sink.row({cell(name), cell(value)});
    run("CREATE INDEX payments_by_groupement ON payments (groupement, position)");
    run(kViews);
    tables_.clear();
    run("COMMIT");
    if (::sqlite3_close(std::exchange(handle_, nullptr)) != SQLITE_OK) fail(nullptr, path_);
}

}  // namespace ipep::panel
