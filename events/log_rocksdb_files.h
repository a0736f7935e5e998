// Log files: what a log on RocksDB reads and writes its files with, RocksDB's and its own; what their failures mean.
//
// Errors: Fault disk_full, before RocksDB meets a full disk; damaged_store, permission_missing or disk_fault from a
//         Status.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <string>

#include "events/fault.h"
#include "events/format.h"

namespace ipep {

// The machine's files, or in a test others. Options name them without RocksDB (events/store_options.h).
struct LogFiles {
    std::shared_ptr<rocksdb::FileSystem> system;
};
std::shared_ptr<LogFiles> log_files(std::shared_ptr<rocksdb::FileSystem> system);
// Those of the machine, where none are given.
rocksdb::FileSystem& system_of(const std::shared_ptr<LogFiles>& files);

// The Fault that a failed status stands for.
Fault fault_of(const rocksdb::Status& status);
inline void check(const rocksdb::Status& status) {
    if (!status.ok()) throw fault_of(status);
}
// The same of one of the ledger's other files, which are RocksDB's to open and not to keep.
Fault fault_of_file(const std::string& name, const rocksdb::IOStatus& status);

void refuse_if_disk_is_full(rocksdb::FileSystem& files, const std::string& folder, std::size_t bytes);

// Whole or not at all: written beside and renamed.
void write_format(rocksdb::FileSystem& files, const std::string& folder, const Format& format);
// Afterwards the entries of the folder survive a power cut.
void sync_folder(rocksdb::FileSystem& files, const std::string& folder);

}  // namespace ipep
