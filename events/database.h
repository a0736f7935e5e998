// Database: how the ledger sets RocksDB up: its column families, its options, and what each of its failures means.
//
// Shape:  column families events, keys, personal, tree, answers, and one a view; the folder's paths: events/store.h.
// Errors: Fault disk_full, before RocksDB meets a full disk; damaged_store, permission_missing or disk_fault from a
//         Status.
// Source: measured behaviour of RocksDB 7.8.3, ops/decisions/0003-durability.md.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/options.h>

#include <memory>
#include <string>
#include <vector>

#include "events/fault.h"

namespace ipep {

inline constexpr std::size_t kProtection = 8;  // bytes of checksum a row carries from the batch to the memtable

inline const std::string kEvents = "events", kKeys = "keys", kPersonal = "personal", kTree = "tree",
                         kAnswers = "answers";

// Every column family, and those an older ledger may lack because they follow from the records or hold none.
const std::vector<std::string>& all_families();
const std::vector<std::string>& families_made_anew();

// A null `files` becomes the machine's own.
std::unique_ptr<rocksdb::Env> make_env(std::shared_ptr<rocksdb::FileSystem>& files);
rocksdb::DBOptions database_options(rocksdb::Env* env);
rocksdb::ColumnFamilyOptions family_options(const std::string& name);
rocksdb::ReadOptions read_options();

// Throws the Fault that a failed status stands for.
[[noreturn]] void throw_fault(const rocksdb::Status& status);
inline void check(const rocksdb::Status& status) {
    if (!status.ok()) throw_fault(status);
}

// The same of one of the ledger's other files, which are RocksDB's to open and not to keep.
Fault fault_of_file(const std::string& name, const rocksdb::IOStatus& status);

void refuse_if_disk_is_full(rocksdb::FileSystem& files, const std::string& folder, std::size_t bytes);

}  // namespace ipep
