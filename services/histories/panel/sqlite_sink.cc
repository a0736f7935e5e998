#include "services/histories/panel/sqlite_sink.h"

#include <sqlite3.h>

#include <charconv>

#include "events/fault.h"
#include "ledger/code.h"

namespace ipep::panel {
namespace {

constexpr const char* kViews = R"sql(
CREATE VIEW latest_results AS SELECT * FROM results WHERE latest = 1;
CREATE VIEW balances AS
    SELECT groupement, owed_cents, overpaid_cents, advance_outstanding_cents, position FROM payments AS one
    WHERE position = (SELECT max(position) FROM payments WHERE groupement = one.groupement);
CREATE VIEW years AS
    SELECT year, max(revision) AS revision, count(*) AS groupements, sum(patients) AS patients,
           sum(gain_cents) AS gain_cents, sum(net_cents) AS net_cents,
           sum(advance_granted_cents) AS advance_granted_cents, sum(advance_recovered_cents) AS advance_recovered_cents,
           sum(due_cents) AS due_cents
    FROM results WHERE latest = 1 AND state = 'settled' GROUP BY year;
)sql";

std::string quoted(const std::string& name) { return '"' + name + '"'; }

const char* sql_type_of(CellType type) {
    if (type == CellType::whole || type == CellType::boolean) return "INTEGER";
    return "TEXT";
}

[[noreturn]] void fail(sqlite3* handle, const std::string& path) {
    throw Fault(Code::disk_fault, {{"what", path + ": " + ::sqlite3_errmsg(handle)}});
}

}  // namespace

class Database::TableSink : public RowSink {
public:
    TableSink(sqlite3* handle, const std::string& path, const TableShape& shape)
        : handle_(handle), path_(path), shape_(shape) {
        std::string places;
        for (std::size_t i = 0; i < shape.columns.size(); ++i) places += i == 0 ? "?" : ",?";
        const std::string insert = "INSERT INTO " + quoted(shape.name) + " VALUES (" + places + ")";
        if (::sqlite3_prepare_v2(handle, insert.c_str(), -1, &insert_, nullptr) != SQLITE_OK) fail(handle, path);
    }
    ~TableSink() override { ::sqlite3_finalize(insert_); }

    void row(const Row& row) override {
        for (std::size_t i = 0; i < row.size(); ++i) bind(static_cast<int>(i) + 1, row[i], shape_.columns[i].type);
        if (::sqlite3_step(insert_) != SQLITE_DONE) fail(handle_, path_);
        ::sqlite3_reset(insert_);
    }

private:
    void bind(int place, const Cell& cell, CellType type) {
        if (!cell.present) {
            ::sqlite3_bind_null(insert_, place);
        } else if (type == CellType::whole || type == CellType::boolean) {
            ::sqlite3_bind_int64(insert_, place, cell.number);
        } else {
            text_.clear();
            if (type == CellType::euros)
                append_euros(text_, cell.number);
            else if (type == CellType::day)
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
    std::string columns;
    for (const Column& column : shape.columns)
        columns += (columns.empty() ? "" : ", ") + quoted(column.name) + ' ' + sql_type_of(column.type);
    run("CREATE TABLE " + quoted(shape.name) + " (" + columns + ")");
    tables_.push_back(std::make_unique<TableSink>(handle_, path_, shape));
    return *tables_.back();
}

void Database::close(const std::vector<std::pair<std::string, std::string>>& about) {
    static const TableShape shape{
        "about",
        "",
        "",
        {{"name", CellType::text, {}, {}, {}, {}, {}}, {"value", CellType::text, {}, {}, {}, {}, {}}},
        {}};
    RowSink& sink = add(shape);
    for (const auto& [name, value] : about) sink.row({cell(name), cell(value)});
    run("CREATE INDEX payments_by_groupement ON payments (groupement, position)");
    run(kViews);
    tables_.clear();
    run("COMMIT");
    if (::sqlite3_close(std::exchange(handle_, nullptr)) != SQLITE_OK) fail(nullptr, path_);
}

}  // namespace ipep::panel
