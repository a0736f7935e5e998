#include "events/store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <thread>

#include "events/big_endian.h"
#include "events/fault.h"
#include "events/folder.h"
#include "events/seal.h"

namespace ipep {
namespace {

const std::string kEvents = "events", kKeys = "keys", kPersonal = "personal", kTree = "tree";
// The views' column families are here and nowhere else; which rows they hold is the projections' own.
const std::vector<std::string> kViews = {"book", "settlements", "balances", "envelope", "statement"};

// What an older ledger may lack, because it follows from the records.
const std::vector<std::string> kMadeAnew = {"book", "settlements", "balances", "envelope", "statement", kTree};

// Kept free beyond what a batch needs, because RocksDB ends the process when a write meets a full disk.
constexpr std::uint64_t kReserve = 12u << 20;
constexpr std::size_t kFlushAbove = 4u << 20;

const std::string kTreeSize = "size";
std::string tree_key(Subtree subtree) { return static_cast<char>(subtree.level) + big_endian(subtree.index); }

std::string personal_key(const std::string& subject, Position position, int member) {
    return subject + '\0' + big_endian(position) + static_cast<char>(member);
}

rocksdb::DBOptions database_options(rocksdb::Env* env) {
    rocksdb::DBOptions options;
    options.env = env;
    options.create_missing_column_families = true;
    options.paranoid_checks = true;
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
    options.avoid_flush_during_shutdown = false;
    options.atomic_flush = true;  // a lost log file or manifest takes keys and events together, so the anchor tells
    options.max_total_wal_size = 64u << 20;
    options.max_background_jobs = 2;
    options.keep_log_file_num = 2;
    options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
    options.allow_fallocate = false;
    options.skip_stats_update_on_db_open = true;
    options.stats_dump_period_sec = 0;
    return options;
}

rocksdb::ColumnFamilyOptions family_options(const std::string& name) {
    rocksdb::ColumnFamilyOptions options;
    rocksdb::BlockBasedTableOptions table;
    table.format_version = 5;
    table.block_size = 16u << 10;
    if (name == kKeys) {
        // Every new fact asks whether its key is known: the filters say no without a walk through the keys (a tenth of
        // an append of 1000 facts without them).
        table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
        options.memtable_whole_key_filtering = true;
        options.memtable_prefix_bloom_size_ratio = 0.02;
    }
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    options.compression = rocksdb::kLZ4Compression;
    return options;
}

// A file that is not there is damage; one that cannot be read or written is the disk's fault.
[[noreturn]] void throw_fault(const rocksdb::Status& status) {
    if (status.IsNoSpace()) throw Fault(Code::disk_full, {{"free", "0"}});
    const bool wrapped = status.ToString().find("IO error: ") != std::string::npos;  // as too many open files are
    const bool damaged = status.IsCorruption() || status.IsPathNotFound() || status.IsNotFound() ||
                         (status.IsInvalidArgument() && !wrapped);
    throw Fault(damaged ? Code::damaged_store : Code::disk_fault, {{"what", status.ToString()}});
}

void check(const rocksdb::Status& status) {
    if (!status.ok()) throw_fault(status);
}

rocksdb::ReadOptions read_options() {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    return options;
}

std::string database_path(const std::string& folder) { return folder + "/db"; }
std::string anchor_path(const std::string& folder) { return folder + "/anchor"; }

void refuse_if_disk_is_full(rocksdb::FileSystem& files, const std::string& folder, std::size_t bytes) {
    std::uint64_t free = 0;
    const auto status = files.GetFreeSpace(folder, {}, &free, nullptr);
    if (status.ok() && free < kReserve + 3 * bytes)
        throw Fault(Code::disk_full, {{"free", std::to_string(free >> 20)}});
}

std::unique_ptr<rocksdb::Env> make_env(std::shared_ptr<rocksdb::FileSystem>& files) {
    if (!files) files = rocksdb::FileSystem::Default();
    return rocksdb::NewCompositeEnv(files);
}

}  // namespace

void Store::create(const std::string& folder, const Format& format, std::shared_ptr<rocksdb::FileSystem> files) {
    const auto env = make_env(files);
    std::error_code error;
    std::vector<std::string> above;  // each folder that gets a new entry
    for (auto made = std::filesystem::absolute(folder + "/").parent_path(); !std::filesystem::exists(made, error);
         made = made.parent_path())
        above.push_back(made.parent_path());
    std::filesystem::create_directories(folder, error);
    if (error) throw Fault(Code::disk_fault, {{"what", folder + ": " + error.message()}});
    refuse_if_disk_is_full(*files, folder, 0);
    ::chmod(folder.c_str(), 0700);
    auto database = database_options(env.get());
    database.create_if_missing = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> families{
        {rocksdb::kDefaultColumnFamilyName, family_options(rocksdb::kDefaultColumnFamilyName)}};
    for (const auto& name : {kEvents, kKeys, kPersonal, kTree}) families.emplace_back(name, family_options(name));
    for (const auto& name : kViews) families.emplace_back(name, family_options(name));
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    check(rocksdb::DB::Open(database, database_path(folder), families, &handles, &opened));
    for (auto* handle : handles) check(opened->DestroyColumnFamilyHandle(handle));
    check(opened->Close());
    delete opened;
    Anchor::create(*files, anchor_path(folder));
    write_format(*files, folder, format);  // last: without it the folder is no ledger yet
    for (const auto& entry : above) sync_folder(*files, entry);
}

Store::Store(const std::string& folder, StoreOptions options) : folder_(folder), options_(std::move(options)) {
    auto format = read_format(folder);
    if (!format) {
        Fault fault(format.error().code, format.error().arguments);
        throw fault;
    }
    format_ = *format;
    env_ = make_env(options_.files);
    const bool writes = options_.access == Access::write;
    if (writes) refuse_if_disk_is_full(*options_.files, folder, 0);  // opening writes too
    if (writes) lock_ = std::make_unique<FolderLock>(folder);
    mark_ = Anchor::read(*options_.files, anchor_path(folder));
    if (writes) {
        // Look first, read-only: a read-write opening deletes a damaged log file, a read-only one leaves it to be mended.
        StoreOptions look = options_;
        look.access = Access::read;
        const Store first(folder, look);
        anchor_ = std::make_unique<Anchor>(*options_.files, anchor_path(folder), options_.sync);
    }
    open_database();
    check_head();
    if (writes && options_.tree) catch_up_tree();
}

Store::~Store() {
    if (!db_) return;
    try {
        if (options_.access == Access::write && written_ > kFlushAbove && !failed_) flush();
    } catch (const Fault&) {
        // The log file still holds everything; the next opening reads it.
    }
    families_.clear();
    db_->Close().PermitUncheckedError();
}

// Beside a writer the files may change between listing and opening them; then once more.
void Store::open_database() {
    const bool writes = options_.access == Access::write;
    rocksdb::Status status;
    for (int attempt = 0; attempt < (writes ? 1 : 20); ++attempt) {
        const auto database = database_options(env_.get());
        std::vector<std::string> names;
        status = rocksdb::DB::ListColumnFamilies(database, database_path(folder_), &names);
        if (status.ok() && writes)
            for (const auto& made_anew : kMadeAnew)
                if (std::ranges::find(names, made_anew) == names.end()) names.push_back(made_anew);
        std::vector<rocksdb::ColumnFamilyDescriptor> families;
        for (const auto& name : names) families.emplace_back(name, family_options(name));
        std::vector<rocksdb::ColumnFamilyHandle*> handles;
        rocksdb::DB* opened = nullptr;
        if (status.ok())
            status = writes ? rocksdb::DB::Open(database, database_path(folder_), families, &handles, &opened)
                            : rocksdb::DB::OpenForReadOnly(database, database_path(folder_), families, &handles, &opened);
        if (status.ok()) {
            db_.reset(opened);
            for (std::size_t i = 0; i < handles.size(); ++i) families_[names[i]].reset(handles[i]);
            return;
        }
        if (writes || attempt == 19) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw_fault(status);
}

rocksdb::ColumnFamilyHandle* Store::family(const std::string& name) const {
    const auto found = families_.find(name);
    if (found == families_.end()) throw Fault(Code::damaged_store, {{"what", "no column family " + name}});
    return found->second.get();
}

// As the files count them, without reading: each is written once and never again.
std::uint64_t Store::records_kept() const {
    std::uint64_t count = 0;
    for (const char* part : {"rocksdb.num-entries-active-mem-table", "rocksdb.num-entries-imm-mem-tables"}) {
        std::uint64_t entries = 0;
        if (db_->GetIntProperty(family(kEvents), part, &entries)) count += entries;
    }
    rocksdb::TablePropertiesCollection tables;
    check(db_->GetPropertiesOfAllTables(family(kEvents), &tables));
    for (const auto& [path, table] : tables) count += table->num_entries;
    return count;
}

// What was acknowledged must be there, to the byte. What lies beyond was on its way when the process ended: it is whole
// (a batch is), so the writer takes it over, and readers wait for that.
void Store::check_head() {
    const std::unique_ptr<rocksdb::Iterator> last(db_->NewIterator(read_options(), family(kEvents)));
    last->SeekToLast();
    check(last->status());
    const Position found = last->Valid() ? from_big_endian(last->key().ToStringView()) : 0;
    if (found < mark_.position || records_kept() < found)  // fewer: an older manifest leaves a hole
        throw Fault(Code::below_anchor,
                    {{"acknowledged", std::to_string(mark_.position)},
                     {"found", std::to_string(std::min(found, records_kept()))}});
    if (mark_.position > 0) {
        if (digest_at(mark_.position) != mark_.digest)
            throw Fault(Code::damaged_record, {{"position", std::to_string(mark_.position)},
                                               {"what", "it is not the one that was acknowledged"}});
    }
    if (options_.access == Access::read || found == mark_.position) return;
    Mark ahead = mark_;
    const Position until = found + 1;
    mark_.position = found;  // so that scan() reaches them
    scan(ahead.position + 1, until, [&](Position position, const Record& one) {
        ahead = {position, one.digest};
        return true;
    });
    if (options_.anchor) anchor_->advance(ahead);
    mark_ = ahead;
}

// After a write that failed nobody knows what the disk holds: nothing more is written until it is opened again.
void Store::write(rocksdb::WriteBatch& batch, bool sync, Logged logged) {
    if (failed_) throw Fault(Code::disk_fault, {{"what", "an earlier write failed"}});
    rocksdb::WriteOptions options;
    options.sync = sync;
    options.disableWAL = logged == Logged::no;
    options.protection_bytes_per_key = 8;
    failed_ = true;
    check(db_->Write(options, &batch));
    failed_ = false;
    written_ += batch.GetDataSize();
}

void Store::append(Position expected, const LogBatch& batch) {
    if (expected != head()) throw Fault(Code::conflict, {{"head", std::to_string(head())}});
    if (batch.records.empty()) return;
    std::size_t bytes = 0;
    for (const auto& one : batch.records) bytes += one.size() + 32;
    refuse_if_disk_is_full(*options_.files, folder_, bytes);
    rocksdb::WriteBatch writes(bytes);
    Position position = expected;
    auto *events = family(kEvents), *keys = family(kKeys), *personal = family(kPersonal);
    for (const auto& one : batch.records) {
        check(writes.Put(events, big_endian(++position), one));
        if (options_.tree) grow_tree(one, writes);
    }
    if (options_.tree) check(writes.Put(family(kTree), kTreeSize, big_endian(position)));
    for (const auto& [key, at] : batch.keys) check(writes.Put(keys, key.text, big_endian(at)));
    for (const auto& row : batch.personal)
        check(writes.Put(personal, personal_key(row.subject, row.position, row.member),
                         row.random + row.value));
    for (const auto& [subject, at] : batch.erased)
        check(writes.DeleteRange(family(kPersonal), subject + '\0', personal_key(subject, at, 0)));
    write(writes, options_.sync);
    const Mark mark{position, split_record(batch.records.back())->digest};
    failed_ = true;
    if (options_.anchor) anchor_->advance(mark);
    failed_ = false;
    mark_ = mark;
}

std::optional<std::string> Store::record(Position position) const {
    if (position == 0 || position > head()) return std::nullopt;
    std::string bytes;
    const auto status = db_->Get(read_options(), family(kEvents), big_endian(position), &bytes);
    if (status.IsNotFound() || status.IsCorruption())
        throw Fault(Code::damaged_record, {{"position", std::to_string(position)}, {"what", status.ToString()}});
    check(status);
    return bytes;
}

Digest Store::digest_at(Position position) const {
    const auto bytes = record(position);
    if (!bytes) return {};  // before the first
    if (const auto split = split_record(*bytes)) return split->digest;
    throw Fault(Code::damaged_record, {{"position", std::to_string(position)}, {"what", "it is too short"}});
}

std::string Store::payload(Position position) const {
    std::string payload;
    scan(position, position + 1, [&](Position, const Record& one) { return payload = one.payload, true; });
    return payload;
}

void Store::scan(Position from, Position until, const std::function<bool(Position, const Record&)>& visit) const {
    Digest before = digest_at(std::max<Position>(from, 1) - 1);
    scan_bytes(from, until, [&](Position position, std::string_view bytes) {
        const auto opened = open_record(before, bytes);
        if (!opened)
            throw Fault(Code::damaged_record,
                        {{"position", std::to_string(position)}, {"what", "its digest does not check"}});
        before = opened->digest;
        return visit(position, *opened);
    });
}

void Store::scan_bytes(Position from, Position until,
                       const std::function<bool(Position, std::string_view)>& visit) const {
    auto options = read_options();
    options.readahead_size = 2u << 20;
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, family(kEvents)));
    Position position = std::max<Position>(from, 1);
    const Position end = std::min(until, head() + 1);
    for (at->Seek(big_endian(position)); position < end; at->Next(), ++position) {
        if (!at->Valid() || from_big_endian(at->key().ToStringView()) != position)
            throw Fault(Code::damaged_record,
                        {{"position", std::to_string(position)},
                         {"what", at->status().ok() ? "it is missing" : at->status().ToString()}});
        if (!visit(position, at->value().ToStringView())) return;
    }
}

std::optional<Digest> Store::stored_subtree(Subtree subtree) const {
    if (!families_.contains(kTree)) return std::nullopt;
    std::string bytes;
    Digest hash;
    const auto status = db_->Get(read_options(), family(kTree), tree_key(subtree), &bytes);
    if (!status.ok() || bytes.size() != hash.size()) return std::nullopt;
    std::memcpy(hash.data(), bytes.data(), hash.size());
    return hash;
}

Digest Store::subtree(Subtree subtree) const {
    if (subtree.level >= kStoredLevel)
        if (const auto stored = stored_subtree(subtree)) return *stored;
    if (subtree.level == 0) {
        const auto bytes = record(subtree.index + 1);
        if (!bytes) throw Fault(Code::damaged_record, {{"position", std::to_string(subtree.index + 1)}, {"what", "-"}});
        return leaf_hash(*bytes);
    }
    return node_hash(this->subtree({subtree.level - 1, 2 * subtree.index}),
                     this->subtree({subtree.level - 1, 2 * subtree.index + 1}));
}

MerkleTree Store::tree() const {
    return MerkleTree([this](Subtree one) { return subtree(one); });
}

void Store::grow_tree(std::string_view bytes, rocksdb::WriteBatch& writes) {
    edge_.add(leaf_hash(bytes), [&](Subtree one, const Digest& hash) {
        const auto value = bytes_of(hash);
        check(writes.Put(family(kTree), tree_key(one), rocksdb::Slice(value.data(), value.size())));
    });
}

// An older ledger, or one written without the tree, has fewer leaves than records.
void Store::catch_up_tree() {
    std::string bytes;
    const auto status = db_->Get(read_options(), family(kTree), kTreeSize, &bytes);
    if (status.ok() && bytes.size() == 8 && from_big_endian(bytes) == head())
        edge_ = tree().edge(head());
    else if (head() > 0)
        rebuild_tree();
}

void Store::rebuild_tree() {
    edge_ = {};
    clear_family(kTree);
    rocksdb::WriteBatch writes;
    scan_bytes(1, head() + 1, [&](Position, std::string_view bytes) {
        grow_tree(bytes, writes);
        if (writes.GetDataSize() < kFlushAbove) return true;
        write(writes, false);
        writes.Clear();
        return true;
    });
    check(writes.Put(family(kTree), kTreeSize, big_endian(head())));
    write(writes, options_.sync);
}

std::optional<Position> Store::position_of(const FactKey& key) const {
    std::string bytes;
    const auto status = db_->Get(read_options(), family(kKeys), key.text, &bytes);
    if (status.IsNotFound()) return std::nullopt;
    check(status);
    if (bytes.size() != 8) throw Fault(Code::damaged_store, {{"what", "a key's row"}});
    const Position position = from_big_endian(bytes);
    return position <= head() ? std::optional(position) : std::nullopt;
}

void Store::each_key(const std::function<bool(std::string_view, Position)>& visit) const {
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(read_options(), family(kKeys)));
    for (at->SeekToFirst(); at->Valid(); at->Next())
        if (!visit(at->key().ToStringView(), at->value().size() == 8 ? from_big_endian(at->value().ToStringView()) : 0))
            return;
    check(at->status());
}

std::optional<PersonalRow> Store::personal(const std::string& subject, Position position, int member) const {
    std::string bytes;
    const auto status = db_->Get(read_options(), family(kPersonal), personal_key(subject, position, member), &bytes);
    if (status.IsNotFound()) return std::nullopt;
    check(status);
    if (bytes.size() < 32) throw Fault(Code::damaged_store, {{"what", "a personal row"}});
    return PersonalRow{subject, position, member, bytes.substr(0, 32), bytes.substr(32)};
}

void Store::purge_personal() {
    flush();  // the log file with the values goes
    rocksdb::CompactRangeOptions whole;
    whole.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    check(db_->CompactRange(whole, family(kPersonal), nullptr, nullptr));
}

std::optional<std::string> Store::row(const std::string& view, std::string_view key) const {
    std::string bytes;
    const auto status = db_->Get(read_options(), family(view), rocksdb::Slice(key.data(), key.size()), &bytes);
    if (status.IsNotFound()) return std::nullopt;
    check(status);
    return bytes;
}

void Store::rows(const std::string& view, std::string_view prefix,
                 const std::function<bool(std::string_view, std::string_view)>& visit) const {
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(read_options(), family(view)));
    for (at->Seek(rocksdb::Slice(prefix.data(), prefix.size())); at->Valid(); at->Next()) {
        if (!at->key().ToStringView().starts_with(prefix)) break;
        if (!visit(at->key().ToStringView(), at->value().ToStringView())) return;
    }
    check(at->status());
}

void Store::write_views(const std::vector<ViewBatch>& batches, Logged logged) {
    rocksdb::WriteBatch writes;
    for (const ViewBatch& batch : batches) {
        auto* handle = family(batch.view);
        for (const auto& [key, value] : batch.rows)
            check(value ? writes.Put(handle, key, *value) : writes.Delete(handle, key));
    }
    refuse_if_disk_is_full(*options_.files, folder_, writes.GetDataSize());
    write(writes, false, logged);  // rebuilt from the events if lost
}

void Store::clear_family(const std::string& name) {
    check(db_->DropColumnFamily(family(name)));
    rocksdb::ColumnFamilyHandle* fresh = nullptr;
    check(db_->CreateColumnFamily(family_options(name), name, &fresh));
    families_[name].reset(fresh);
}

void Store::clear_view(const std::string& view) { clear_family(view); }

void Store::flush() {
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    for (const auto& [name, handle] : families_) handles.push_back(handle.get());
    check(db_->Flush({}, handles));
    written_ = 0;
}

}  // namespace ipep
