// Database: the tables of the panel in one SQLite file, with views for what is asked most.
//
// Shape:  a table each, with its primary and foreign keys. An amount is whole cents (`due_cents`, INTEGER) and, derived
//         from them, euros (`due`, REAL), so that both compare and sort as numbers and the cents are exact; a decimal
//         stands as a number (`score`, REAL) and exactly, as text (`score_exact`). Identifiers, days and times (ISO
//         8601) are TEXT, booleans 0 or 1; `about` says what it is of. Views: `latest_results` and `latest_years` (the
//         revisions that stand), `balances` (where each groupement stands, in exact cents).
// Promise: the same rows give the same bytes with the same SQLite.
// Errors: Fault disk_fault.
#pragma once

#include <memory>
#include <utility>

#include "services/histories/panel/table.h"

struct sqlite3;

namespace ipep::panel {

class Database {
public:
    explicit Database(const std::string& path);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // A table; lives as long as the database.
    RowSink& add(const TableShape& shape);
    void close(const std::vector<std::pair<std::string, std::string>>& about);

private:
    class TableSink;
    void run(const std::string& statement);

    std::string path_;
    sqlite3* handle_ = nullptr;
    std::vector<std::unique_ptr<TableSink>> tables_;
};

}  // namespace ipep::panel
