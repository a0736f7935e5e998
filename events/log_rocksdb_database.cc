#include "events/log_rocksdb_database.h"

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "events/log_tables.h"

namespace ipep {
namespace {

// Of all tables open in this process. RocksDB's own are many and small: in a shard of half a mebibyte no block has room
// that holds the page of a CPAM with many groupements, and each look at its neighbours took it to pieces again.
const std::shared_ptr<rocksdb::Cache>& block_cache() {
    static const auto& cache = *new std::shared_ptr<rocksdb::Cache>(rocksdb::NewLRUCache(16u << 20, 2));
    return cache;
}

}  // namespace

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
    options.max_file_opening_threads = 1;  // RocksDB starts that many for each table, two hundred for a balance
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
    table.block_cache = block_cache();
    // What is asked by name, and may lie in any of several files or in none: the filters spare opening the others.
    if (name != kEventTable && name != kTreeTable) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    if (name == kKeyTable) {
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

}  // namespace ipep
