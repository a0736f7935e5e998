// Log on RocksDB: a ledger's folder as the tables of its log. RocksDB is named in the files of this name and in no
// others.
//
// Shape:   a column family a table; the anchor beside the database, and the lock of the one writer.
// Promise: keep() writes one batch, syncs it, then marks it in the anchor. After a write that failed nothing more is
//          written until the folder is opened again.
// Errors:  Fault, as KeptTables; ledger_busy, anchor_missing, format_newer, no_ledger, not_a_ledger.
// Threads: as KeptTables.
// Source:  measured behaviour of RocksDB 7.8.3, ops/decisions/0003-durability.md.
#pragma once

#include <functional>
#include <map>

#include "events/log_tables.h"
#include "events/store_options.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
class FileSystem;
}  // namespace rocksdb

namespace ipep {

class Anchor;
class FolderLock;

// In an absent or empty folder, or one where this was interrupted. Errors: Fault ledger_exists.
void create_log(const std::string& folder, const Format& format, std::shared_ptr<LogFiles> files);
// Whoever opens it to write calls `look` once nobody else can write, and before anything of it is changed.
std::shared_ptr<KeptTables> open_log(const std::string& folder, const StoreOptions& options,
                                     const std::function<void()>& look);

// The same, as a store opens its folder (events/store.cc).
std::shared_ptr<KeptTables> open_folder(const std::string& folder, const StoreOptions& options);

class LogRocksdb : public KeptTables {
public:
    LogRocksdb(const std::string& folder, const StoreOptions& options, const std::function<void()>& look);
    ~LogRocksdb() override;
    LogRocksdb(const LogRocksdb&) = delete;
    LogRocksdb& operator=(const LogRocksdb&) = delete;

    KeptRow row(const std::string& table, std::string_view key) const override;
    std::vector<std::optional<std::string>> rows(const std::string& table,
                                                 const std::vector<std::string_view>& keys) const override;
    std::unique_ptr<LogCursor> from(const std::string& table, std::string_view key, ReadAhead ahead) const override;
    std::unique_ptr<LogWrites> writes() const override;
    void refuse_if_full(std::size_t bytes) const override;
    void keep(LogWrites& writes, const Mark& mark) override;

    const Format& format() const override { return format_; }
    Mark mark() const override { return mark_; }
    Position last_record() const override;
    bool is_left_behind(Position last) const override;
    void acknowledge(const Mark& mark) override;
    bool has(const std::string& table) const override { return families_.contains(table); }
    void write(LogWrites& writes, Logged logged, bool synced) override;
    void clear(const std::vector<std::string>& tables) override;
    void purge(const std::string& table) override;
    void flush() override;
    void announce(const std::string& holder) const override;
    void back_up(const std::string& folder, const Mark& mark) override;

private:
    class Writes;
    class Cursor;
    void open_database();
    rocksdb::ColumnFamilyHandle* family(const std::string& table) const;
    std::uint64_t records_kept() const;

    std::string folder_;
    StoreOptions options_;
    rocksdb::FileSystem& files_;
    Format format_;
    std::unique_ptr<rocksdb::Env> env_;
    std::unique_ptr<FolderLock> lock_;
    std::unique_ptr<Anchor> anchor_;
    Mark mark_;
    std::unique_ptr<rocksdb::DB> db_;
    std::map<std::string, std::unique_ptr<rocksdb::ColumnFamilyHandle>> families_;  // gone before db_
    std::size_t written_ = 0;
    bool failed_ = false;
};

}  // namespace ipep
