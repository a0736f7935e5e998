// Log tables: the rows of a log and of what lies beside it, in tables by name, each in the order of its keys' bytes.
//
// Shape:   KeptTables keep them: log_rocksdb in a folder, log_memory until the process ends. A transaction stands
//          before them and is read the same way (log_transaction.h). What a row means is the business of log, log_keys,
//          personal_values, kept_answers and view_rows; they are the same whatever keeps the rows.
// Promise: what is written together is there whole or not at all; what was kept survives a power cut, but in memory.
// Errors:  Fault damaged_store, where there is no such table; damaged_store, disk_full, disk_fault …, as the disk says.
// Threads: one writes; any number read meanwhile.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/fault.h"
#include "events/format.h"
#include "events/mark.h"

namespace ipep {

// The tables that are no view's.
inline const std::string kEventTable = "events", kKeyTable = "keys", kPersonalTable = "personal", kTreeTable = "tree",
                         kAnswerTable = "answers";

// Why a row is not given: there is none, its bytes do not check, or whatever else the disk says.
struct Unread {
    std::string what;                 // in the words of what keeps it
    std::optional<Fault> fault = {};  // nothing where there is no such row
    bool damaged = false;
};
using KeptRow = std::expected<std::string, Unread>;

// Nothing where there is no such row. Errors: Fault.
inline std::optional<std::string> row_in(KeptRow row) {
    if (row) return std::move(*row);
    if (row.error().fault) throw Fault(*row.error().fault);
    return std::nullopt;
}

// Goes over a table's rows in order. It ends behind the last of them, or where reading failed.
class LogCursor {
public:
    virtual ~LogCursor() = default;
    virtual bool valid() const = 0;
    // Precondition of these: valid(). What key() and value() give ends with next().
    virtual void next() = 0;
    virtual std::string_view key() const = 0;
    virtual std::string_view value() const = 0;
    // On to the first row whose key is not before `key`. Precondition: that is not before where it stands.
    virtual void seek(std::string_view key) = 0;
    // Where reading failed.
    virtual std::optional<Unread> failure() const = 0;
    void check() const {
        if (const auto failed = failure()) throw Fault(*failed->fault);
    }
};

// What is to be written together.
class LogWrites {
public:
    virtual ~LogWrites() = default;
    virtual void put(const std::string& table, std::string_view key, std::string_view value) = 0;
    virtual void erase(const std::string& table, std::string_view key) = 0;
    // From `from` inclusive until `until` exclusive.
    virtual void erase_range(const std::string& table, std::string_view from, std::string_view until) = 0;
    virtual bool empty() const = 0;
    // Room for so many bytes, by whoever knows it before the first is put.
    virtual void reserve(std::size_t) {}
    // All of it as it is laid out: it ends with the value that was put last.
    virtual std::string_view bytes() const = 0;
};

enum class ReadAhead : bool { no, yes };

class LogTables {
public:
    virtual ~LogTables() = default;
    virtual KeptRow row(const std::string& table, std::string_view key) const = 0;
    // Of each key, looked up together.
    virtual std::vector<std::optional<std::string>> rows(const std::string& table,
                                                         const std::vector<std::string_view>& keys) const = 0;
    // At the first row whose key is not before `key`.
    virtual std::unique_ptr<LogCursor> from(const std::string& table, std::string_view key,
                                            ReadAhead ahead = ReadAhead::no) const = 0;
    virtual std::unique_ptr<LogWrites> writes() const = 0;
    // Errors: Fault disk_full, if so many bytes more would be too many.
    virtual void refuse_if_full(std::size_t bytes) const = 0;
    // Keeps what reaches up to `mark`. Precondition: `writes` was made by writes() of these tables.
    virtual void keep(LogWrites& writes, const Mark& mark) = 0;
};

// Whether a log file has it, or only the tables have once they are flushed.
enum class Logged : std::uint8_t { yes, no };

class KeptTables : public LogTables {
public:
    virtual const Format& format() const = 0;
    // What was acknowledged last.
    virtual Mark mark() const = 0;
    // The last position there is a record at, acknowledged or on its way. Errors: Fault below_anchor.
    virtual Position last_record() const = 0;
    // Whether nobody is at work who would acknowledge it.
    virtual bool is_left_behind(Position last) const = 0;
    virtual void acknowledge(const Mark& mark) = 0;

    virtual bool has(const std::string& table) const = 0;
    // Of what follows from the log. Precondition: as of keep().
    virtual void write(LogWrites& writes, Logged logged, bool synced) = 0;
    // Makes the tables anew, without a row, also where there were none. Nobody beside reads them meanwhile.
    virtual void clear(const std::vector<std::string>& tables) = 0;
    // Takes what was erased from the table out of the files too.
    virtual void purge(const std::string& table) = 0;
    virtual void flush() = 0;
    virtual void announce(const std::string& holder) const = 0;
    virtual void back_up(const std::string& folder, const Mark& mark) = 0;
};

}  // namespace ipep
