#include "events/database.h"

#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <cerrno>
#include <cstring>

#include "events/fault.h"
#include "ledger/code.h"

namespace ipep {
namespace {

// The views' column families are here and nowhere else; which rows they hold is the projections' own.
const std::vector<std::string> kViews = {"book", "settlements", "balances", "envelope", "statement", "orders"};

// Kept free beyond what a batch needs, because RocksDB ends the process when a write meets a full disk.
constexpr std::uint64_t kReserve = 12u << 20;

std::vector<std::string> with_views(std::vector<std::string> families) {
    families.insert(families.end(), kViews.begin(), kViews.end());
    return families;
}

// RocksDB keeps of `errno` what strerror() makes of it, and a path behind: "… Permission denied: While open …: PATH".
// Of what is no failure of the disk; else 0.
int error_kept_in(const rocksdb::Status& status) {
    for (const int error : {EACCES, EPERM, EMFILE, ENFILE, ENOMEM})
        if (status.ToString().find(std::strerror(error)) != std::string::npos) return error;
    return 0;
}

std::string path_in(const rocksdb::Status& status) {
    const std::string text = status.ToString();
    return text.substr(text.find('/') == std::string::npos ? 0 : text.find('/'));
}

}  // namespace

const std::vector<std::string>& all_families() {
    static const auto families = with_views({kEvents, kKeys, kPersonal, kTree, kAnswers});
    return families;
}

const std::vector<std::string>& families_made_anew() {
    static const auto families = with_views({kTree, kAnswers});
    return families;
}

std::unique_ptr<rocksdb::Env> make_env(std::shared_ptr<rocksdb::FileSystem>& files) {
    if (!files) files = rocksdb::FileSystem::Default();
    return rocksdb::NewCompositeEnv(files);
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
    // What is asked by name, and may lie in any of several files or in none: the filters spare opening the others.
    if (name != kEvents && name != kTree) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    if (name == kKeys) {
        // Every new fact asks whether its key is known: a tenth of an append of 1000 facts without filters.
        options.memtable_whole_key_filtering = true;
        options.memtable_prefix_bloom_size_ratio = 0.02;
    }
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    options.compression = rocksdb::kLZ4Compression;
    return options;
}

rocksdb::ReadOptions read_options() {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    return options;
}

// A file that is not there is damage; one that cannot be read or written is the disk's fault, or a right or
// the machine's means are wanting.
void throw_fault(const rocksdb::Status& status) {
    if (status.IsNoSpace()) throw Fault(Code::disk_full, {{"free", "0"}});
    if (const int error = error_kept_in(status)) throw fault_of(path_in(status), error);
    const bool wrapped = status.ToString().find("IO error: ") != std::string::npos;
    const bool damaged = status.IsCorruption() || status.IsPathNotFound() || status.IsNotFound() ||
                         (status.IsInvalidArgument() && !wrapped);
    throw Fault(damaged ? Code::damaged_store : Code::disk_fault, {{"what", status.ToString()}});
}

Fault fault_of_file(const std::string& name, const rocksdb::IOStatus& status) {
    if (const int error = error_kept_in(status)) return fault_of(name, error);
    return Fault(Code::disk_fault, {{"what", name + ": " + status.ToString()}});
}

void refuse_if_disk_is_full(rocksdb::FileSystem& files, const std::string& folder, std::size_t bytes) {
    std::uint64_t free = 0;
    const auto status = files.GetFreeSpace(folder, {}, &free, nullptr);
    if (status.ok() && free < kReserve + 3 * bytes)
        throw Fault(Code::disk_full, {{"free", std::to_string(free >> 20)}});
}

}  // namespace ipep
