// RawDatabase: the store's RocksDB opened past the store, to do what no command can.
//
// Errors: std::runtime_error, with RocksDB's own words.
#pragma once

#include <rocksdb/db.h>

#include <map>
#include <memory>
#include <string>

namespace ipep::faults {

class RawDatabase {
public:
    explicit RawDatabase(const std::string& ledger);

    std::string get(const std::string& family, const std::string& key);
    void put(const std::string& family, const std::string& key, const std::string& value);
    void remove(const std::string& family, const std::string& key);
    void drop(const std::string& family);
    std::map<std::string, std::string> rows(const std::string& family);

private:
    std::unique_ptr<rocksdb::DB> database_;
    std::map<std::string, std::unique_ptr<rocksdb::ColumnFamilyHandle>> families_;
};

}  // namespace ipep::faults
