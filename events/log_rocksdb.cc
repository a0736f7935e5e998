#include "events/log_rocksdb.h"

#include <rocksdb/db.h>

#include <array>

#include "events/code.h"
#include "events/folder.h"
#include "events/log_rocksdb_anchor.h"
#include "events/log_rocksdb_database.h"
#include "events/log_rocksdb_files.h"

namespace ipep {
namespace {

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

Unread unread(const rocksdb::Status& status) {
    Unread why{.what = status.ToString()};
    if (status.IsNotFound()) return why;
    why.fault = fault_of(status);
    why.damaged = status.IsCorruption();
    return why;
}

}  // namespace

class LogRocksdb::Writes : public LogWrites {
public:
    explicit Writes(const LogRocksdb& log) : log_(log) {}
    void put(const std::string& table, std::string_view key, std::string_view value) override {
        check(batch.Put(family(table), slice(key), slice(value)));
    }
    void erase(const std::string& table, std::string_view key) override {
        check(batch.Delete(family(table), slice(key)));
    }
    void erase_range(const std::string& table, std::string_view from, std::string_view until) override {
        check(batch.DeleteRange(family(table), slice(from), slice(until)));
    }
    bool empty() const override { return batch.Count() == 0; }
    void reserve(std::size_t bytes) override {
        if (empty()) batch = rocksdb::WriteBatch(bytes, 0, kProtection, 0);
    }
    std::string_view bytes() const override { return batch.Data(); }

    rocksdb::WriteBatch batch{0, 0, kProtection, 0};

private:
    // Many are written to one table, one behind the other.
    rocksdb::ColumnFamilyHandle* family(const std::string& table) {
        if (table != table_) {
            family_ = log_.family(table);
            table_ = table;
        }
        return family_;
    }

    const LogRocksdb& log_;
    std::string table_;
    rocksdb::ColumnFamilyHandle* family_ = nullptr;
};

class LogRocksdb::Cursor : public LogCursor {
public:
    explicit Cursor(std::unique_ptr<rocksdb::Iterator> at) : at_(std::move(at)) {}
    bool valid() const override { return at_->Valid(); }
    void next() override { at_->Next(); }
    void seek(std::string_view key) override { at_->Seek(slice(key)); }
    std::string_view key() const override { return at_->key().ToStringView(); }
    std::string_view value() const override { return at_->value().ToStringView(); }
    std::optional<Unread> failure() const override {
        const auto status = at_->status();
        if (status.ok()) return std::nullopt;
        return Unread{status.ToString(), fault_of(status), status.IsCorruption()};
    }

private:
    std::unique_ptr<rocksdb::Iterator> at_;
};

rocksdb::ColumnFamilyHandle* LogRocksdb::family(const std::string& table) const {
    const auto found = families_.find(table);
    if (found == families_.end()) throw Fault(code::damaged_store, {{"what", "no column family " + table}});
    return found->second.get();
}

KeptRow LogRocksdb::row(const std::string& table, std::string_view key) const {
    std::string bytes;
    const auto status = db_->Get(read_options(), family(table), slice(key), &bytes);
    if (status.ok()) return bytes;
    return std::unexpected(unread(status));
}

std::vector<std::optional<std::string>> LogRocksdb::rows(const std::string& table,
                                                         const std::vector<std::string_view>& keys) const {
    constexpr std::size_t kTogether = 32;  // as many as RocksDB looks up at once
    auto* handle = family(table);
    std::vector<std::optional<std::string>> rows(keys.size());
    for (std::size_t from = 0; from < keys.size(); from += kTogether) {
        const std::size_t count = std::min(kTogether, keys.size() - from);
        std::array<rocksdb::Slice, kTogether> names;
        std::array<rocksdb::PinnableSlice, kTogether> found;
        std::array<rocksdb::Status, kTogether> statuses;
        for (std::size_t i = 0; i < count; ++i) names[i] = slice(keys[from + i]);
        db_->MultiGet(read_options(), handle, count, names.data(), found.data(), statuses.data());
        for (std::size_t i = 0; i < count; ++i) {
            if (statuses[i].IsNotFound()) continue;
            check(statuses[i]);
            rows[from + i] = found[i].ToStringView();
        }
    }
    return rows;
}

std::unique_ptr<LogCursor> LogRocksdb::from(const std::string& table, std::string_view key, ReadAhead ahead) const {
    auto options = read_options();
    if (ahead == ReadAhead::yes) options.readahead_size = 2u << 20;
    std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, family(table)));
    at->Seek(slice(key));
    return std::make_unique<Cursor>(std::move(at));
}

std::unique_ptr<LogWrites> LogRocksdb::writes() const { return std::make_unique<Writes>(*this); }

void LogRocksdb::refuse_if_full(std::size_t bytes) const { refuse_if_disk_is_full(files_, folder_, bytes); }

// Written and synced, then marked; only then it is acknowledged.
void LogRocksdb::keep(LogWrites& writes, const Mark& mark) {
    write(writes, Logged::yes, options_.sync);
    failed_ = true;
    if (options_.anchor) anchor_->advance(mark);
    failed_ = false;
    mark_ = mark;
}

// After a write that failed nobody knows what the disk holds: nothing more is written until it is opened again.
void LogRocksdb::write(LogWrites& writes, Logged logged, bool synced) {
    if (failed_) throw Fault(code::disk_fault, {{"what", "an earlier write failed"}});
    rocksdb::WriteBatch& batch = dynamic_cast<Writes&>(writes).batch;
    rocksdb::WriteOptions options;
    options.sync = synced;
    options.disableWAL = logged == Logged::no;
    options.protection_bytes_per_key = kProtection;
    failed_ = true;
    check(db_->Write(options, &batch));
    failed_ = false;
    written_ += batch.GetDataSize();
}

void LogRocksdb::acknowledge(const Mark& mark) {
    if (options_.anchor) anchor_->advance(mark);
    mark_ = mark;
}

// All together: at each change of its families RocksDB writes its options anew and reads them back.
void LogRocksdb::clear(const std::vector<std::string>& tables) {
    std::vector<rocksdb::ColumnFamilyHandle*> known, fresh;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& table : tables) {
        if (has(table)) known.push_back(family(table));
        families.emplace_back(table, family_options(table));
    }
    if (!known.empty()) check(db_->DropColumnFamilies(known));
    check(db_->CreateColumnFamilies(families, &fresh));
    for (std::size_t i = 0; i < tables.size(); ++i) families_[tables[i]].reset(fresh[i]);
}

void LogRocksdb::purge(const std::string& table) {
    rocksdb::CompactRangeOptions whole;
    whole.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    check(db_->CompactRange(whole, family(table), nullptr, nullptr));
}

void LogRocksdb::flush() {
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    for (const auto& [name, handle] : families_) handles.push_back(handle.get());
    check(db_->Flush({}, handles));
    written_ = 0;
}

void LogRocksdb::announce(const std::string& holder) const { lock_->announce(holder); }

}  // namespace ipep
