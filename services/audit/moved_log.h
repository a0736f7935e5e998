// Moved log: a ledger moves from a folder into PostgreSQL or back, and both are held against each other afterwards.
#pragma once

#include "events/log_postgres_copy.h"

namespace ipep {

// Whether it says how a database is reached; else it is a folder.
bool is_database(const std::string& place);

// Into a database that holds the schema and no ledger, or an absent or empty folder. Errors: ledger_exists,
// folder_not_empty, parameter_malformed, where both are folders or databases; Fault copies_differ.
Verdict<LogSummary> move_log(const std::string& from, const std::string& to);

}  // namespace ipep
