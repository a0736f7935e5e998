// Copies of a log into PostgreSQL, and what two copies are compared by.
#pragma once

#include "events/log_postgres_shared.h"

namespace ipep {

// What stands beside the records, in whatever order: how much, and all of it together.
struct RowsTogether {
    std::uint64_t count = 0;
    Digest digest{};
    void add(std::string_view key, std::string_view value);
    bool operator==(const RowsTogether&) const = default;
};

struct LogSummary {
    Mark mark;
    Digest root{};  // of the tree over all records
    RowsTogether keys, personal, answers;
    bool operator==(const LogSummary&) const = default;
};

// Each record is checked against the one before it. Errors: Fault damaged_record.
LogSummary summary_of(const KeptTables& log);
LogSummary summary_of(SharedLog& log);

// Appends all that the tables keep of a log, in packs, to a shared one that is empty. Errors: Fault ledger_exists,
// where it is not.
void copy_log(const KeptTables& from, SharedLog& to);

}  // namespace ipep
