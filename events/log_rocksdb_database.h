// Database: how a log sets RocksDB up: its options, and those of each column family, which is a table.
//
// Source: measured behaviour of RocksDB 7.8.3, ops/decisions/0003-durability.md.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/options.h>

#include <string>

namespace ipep {

inline constexpr std::size_t kProtection = 8;  // bytes of checksum a row carries from the batch to the memtable

rocksdb::DBOptions database_options(rocksdb::Env* env);
rocksdb::ColumnFamilyOptions family_options(const std::string& name);
rocksdb::ReadOptions read_options();

}  // namespace ipep
