// Rival: RocksDB without a ledger around it, over the same folder layout, column families and options as ours, which it
// reads from the OPTIONS file that ours left there.
//
// Shape:  a commit is what one WriteBatch of ours held, read back from a ledger that was written before.
#pragma once

#include <rocksdb/db.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/id.h"

namespace ipep::bench {

inline constexpr std::array kWrittenFamilies = {"events", "keys", "personal", "tree"};

struct RawPut {
    std::size_t family;  // of kWrittenFamilies
    std::string key, value;
};
using RawCommit = std::vector<RawPut>;

class RawStore {
public:
    // `protection`: bytes of checksum a key carries from the batch to the memtable; ours has 8.
    RawStore(const std::string& folder, bool writes, std::size_t protection = 8);
    ~RawStore();
    RawStore(const RawStore&) = delete;
    RawStore& operator=(const RawStore&) = delete;

    void write(const RawCommit& commit);
    std::unique_ptr<rocksdb::Iterator> scan(const std::string& family) const;

private:
    std::map<std::string, rocksdb::ColumnFamilyHandle*> families_;
    std::unique_ptr<rocksdb::DB> db_;
    std::size_t protection_;
};

// A file written in place, 64 bytes a time, and synced: what the anchor costs whoever wants to notice a lost log file.
class SyncedSlot {
public:
    explicit SyncedSlot(const std::string& path);
    ~SyncedSlot();
    SyncedSlot(const SyncedSlot&) = delete;
    SyncedSlot& operator=(const SyncedSlot&) = delete;
    void write();

private:
    int descriptor_;
};

// What each of our commits put; `heads` are the positions after each.
std::vector<RawCommit> recorded_commits(const std::string& folder, const std::vector<Position>& heads);

}  // namespace ipep::bench
