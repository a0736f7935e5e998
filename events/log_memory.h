// Log memory: tables kept in memory alone, for scenarios and whatever else has no use for a disk.
//
// Promise: all that KeptTables do, but to survive: they go with the object. Whoever holds it opens a store over it as
//          often as he likes.
// Threads: as KeptTables. A cursor beside the writer sees rows that are written meanwhile.
#pragma once

#include <map>
#include <shared_mutex>

#include "events/log_tables.h"

namespace ipep {

class LogMemory : public KeptTables {
public:
    explicit LogMemory(Format format);
    // Another one as this stands now.
    std::shared_ptr<LogMemory> copy() const;

    KeptRow row(const std::string& table, std::string_view key) const override;
    std::vector<std::optional<std::string>> rows(const std::string& table,
                                                 const std::vector<std::string_view>& keys) const override;
    std::unique_ptr<LogCursor> from(const std::string& table, std::string_view key, ReadAhead ahead) const override;
    std::unique_ptr<LogWrites> writes() const override;
    void refuse_if_full(std::size_t) const override {}
    void keep(LogWrites& writes, const Mark& mark) override;

    const Format& format() const override { return format_; }
    Mark mark() const override { return mark_; }
    Position last_record() const override { return mark_.position; }
    bool is_left_behind(Position) const override { return false; }
    void acknowledge(const Mark& mark) override { mark_ = mark; }
    bool has(const std::string& table) const override;
    void write(LogWrites& writes, Logged logged, bool synced) override;
    void clear(const std::vector<std::string>& tables) override;
    void purge(const std::string&) override {}
    void flush() override {}
    void announce(const std::string&) const override {}
    void back_up(const std::string& folder, const Mark& mark) override;

private:
    class Cursor;
    using Table = std::map<std::string, std::string, std::less<>>;
    const Table& table(const std::string& name) const;

    Format format_;
    Mark mark_;
    mutable std::shared_mutex mutex_;  // of the tables
    std::map<std::string, Table> tables_;
};

}  // namespace ipep
