#include "tools/bench/rival.h"

#include <fcntl.h>
#include <rocksdb/utilities/options_util.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "events/big_endian.h"

namespace ipep::bench {
namespace {

void check(const rocksdb::Status& status) {
    if (!status.ok()) throw std::runtime_error("rival: " + status.ToString());
}

// The position a row belongs to: its key, its value, the eight bytes before the last of its key, or, of a node of the
// tree (level, index), its last leaf. The tree's size is written by each commit; the last one is there.
Position position_in(std::size_t family, const RawPut& put) {
    if (family == 0) return from_big_endian(put.key);
    if (family == 1) return from_big_endian(put.value);
    if (family == 2) return from_big_endian(std::string_view(put.key).substr(put.key.size() - 9));
    if (put.key == "size") return from_big_endian(put.value);
    return (from_big_endian(std::string_view(put.key).substr(1)) + 1) << put.key.front();
}

}  // namespace

RawStore::RawStore(const std::string& folder, bool writes, std::size_t protection) : protection_(protection) {
    const std::string path = folder + "/db";
    rocksdb::DBOptions options;
    std::vector<rocksdb::ColumnFamilyDescriptor> described;
    check(rocksdb::LoadLatestOptions({}, path, &options, &described));
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    check(writes ? rocksdb::DB::Open(options, path, described, &handles, &opened)
                 : rocksdb::DB::OpenForReadOnly(options, path, described, &handles, &opened));
    db_.reset(opened);
    for (std::size_t i = 0; i < handles.size(); ++i) families_[described[i].name] = handles[i];
}

RawStore::~RawStore() {
    for (const auto& [name, handle] : families_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    db_->Close().PermitUncheckedError();
}

void RawStore::write(const RawCommit& commit) {
    rocksdb::WriteBatch batch;
    for (const RawPut& put : commit) check(batch.Put(families_.at(kWrittenFamilies[put.family]), put.key, put.value));
    rocksdb::WriteOptions options;
    options.sync = true;
    options.protection_bytes_per_key = protection_;
    check(db_->Write(options, &batch));
}

std::unique_ptr<rocksdb::Iterator> RawStore::scan(const std::string& family) const {
    rocksdb::ReadOptions options;
    options.readahead_size = 2u << 20;  // as ours
    std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, families_.at(family)));
    at->SeekToFirst();
    return at;
}

SyncedSlot::SyncedSlot(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0 || ::ftruncate(descriptor_, 8192) != 0 || ::fsync(descriptor_) != 0)
        throw std::runtime_error("rival: " + path);
}

SyncedSlot::~SyncedSlot() { ::close(descriptor_); }

void SyncedSlot::write() {
    static constexpr char kBytes[64] = {1};
    if (::pwrite(descriptor_, kBytes, sizeof kBytes, 0) != sizeof kBytes || ::fdatasync(descriptor_) != 0)
        throw std::runtime_error("rival: the slot was not written");
}

std::vector<RawCommit> recorded_commits(const std::string& folder, const std::vector<Position>& heads) {
    std::vector<RawCommit> commits(heads.size());
    const RawStore store(folder, false);
    for (std::size_t family = 0; family < kWrittenFamilies.size(); ++family)
        for (const auto at = store.scan(kWrittenFamilies[family]); at->Valid(); at->Next()) {
            RawPut put{family, at->key().ToString(), at->value().ToString()};
            const auto commit = std::ranges::lower_bound(heads, position_in(family, put)) - heads.begin();
            commits.at(static_cast<std::size_t>(commit)).push_back(std::move(put));
        }
    return commits;
}

}  // namespace ipep::bench
