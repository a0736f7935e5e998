#include "tests/faults/raw_database.h"

#include <stdexcept>

namespace ipep::faults {
namespace {

void check(const rocksdb::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
}

}  // namespace

RawDatabase::RawDatabase(const std::string& ledger) {
    const std::string path = ledger + "/db";
    std::vector<std::string> names;
    check(rocksdb::DB::ListColumnFamilies({}, path, &names));
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const auto& name : names) descriptors.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    check(rocksdb::DB::Open({}, path, descriptors, &handles, &opened));
    database_.reset(opened);
    for (std::size_t i = 0; i < handles.size(); ++i) families_[names[i]].reset(handles[i]);
}

std::string RawDatabase::get(const std::string& family, const std::string& key) {
    std::string value;
    check(database_->Get({}, families_.at(family).get(), key, &value));
    return value;
}

void RawDatabase::put(const std::string& family, const std::string& key, const std::string& value) {
    check(database_->Put({}, families_.at(family).get(), key, value));
}

void RawDatabase::remove(const std::string& family, const std::string& key) {
    check(database_->Delete({}, families_.at(family).get(), key));
}

void RawDatabase::drop(const std::string& family) { check(database_->DropColumnFamily(families_.at(family).get())); }

std::map<std::string, std::string> RawDatabase::rows(const std::string& family) {
    std::map<std::string, std::string> rows;
    const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator({}, families_.at(family).get()));
    for (at->SeekToFirst(); at->Valid(); at->Next()) rows[at->key().ToString()] = at->value().ToString();
    check(at->status());
    return rows;
}

}  // namespace ipep::faults
