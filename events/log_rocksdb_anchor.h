// Anchor: what was acknowledged last, kept outside RocksDB, which forgets a lost log file without a word.
//
// Shape:   two slots of 64 bytes, 4096 apart, written in turn: counter u64, position u64, digest of that record, and
//          the first 16 bytes of SHA-256 over these. The valid slot with the greater counter counts.
// Promise: when advance() has returned, the mark survives a power cut; a torn write loses the new slot, never the old.
// Errors:  Fault anchor_missing, if the file is absent or neither slot checks; disk_fault, if a write or sync fails.
// Source:  measured: RocksDB 7.8 opens without a word when its active log file is deleted or damaged in the middle.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <string>

#include "events/mark.h"

namespace ipep {

class Anchor {
public:
    // Makes the file, marking position 0.
    static void create(rocksdb::FileSystem& files, const std::string& path);
    static Mark read(rocksdb::FileSystem& files, const std::string& path);

    // For the one writer.
    Anchor(rocksdb::FileSystem& files, const std::string& path, bool synced = true);
    const Mark& mark() const { return mark_; }
    void advance(const Mark& mark);

private:
    std::unique_ptr<rocksdb::FSRandomRWFile> file_;
    std::uint64_t counter_ = 0;
    Mark mark_;
    bool synced_;
};

}  // namespace ipep
