#include "events/log_rocksdb_anchor.h"

#include <array>
#include <cstring>
#include <optional>

#include "events/big_endian.h"
#include "events/code.h"
#include "events/log_rocksdb_files.h"
#include "events/seal.h"

namespace ipep {
namespace {

constexpr std::size_t kSlot = 64, kDistance = 4096;

struct Slot {
    std::uint64_t counter = 0;
    Mark mark;
};

std::string to_bytes(const Slot& slot) {
    std::string bytes = big_endian(slot.counter) + big_endian(slot.mark.position);
    bytes += bytes_of(slot.mark.digest);
    bytes += bytes_of(sha256(bytes)).substr(0, kSlot - bytes.size());
    return bytes;
}

std::optional<Slot> from_bytes(std::string_view bytes) {
    Slot slot;
    slot.counter = from_big_endian(bytes);
    slot.mark.position = from_big_endian(bytes.substr(8));
    std::memcpy(slot.mark.digest.data(), bytes.data() + 16, slot.mark.digest.size());
    if (slot.counter == 0 || to_bytes(slot) != bytes) return std::nullopt;
    return slot;
}

void check_anchor(const rocksdb::IOStatus& status) {
    if (!status.ok()) throw fault_of_file("anchor", status);
}

Slot read_newest(rocksdb::FileSystem& files, const std::string& path) {
    std::unique_ptr<rocksdb::FSRandomAccessFile> file;
    const auto opened = files.NewRandomAccessFile(path, {}, &file, nullptr);
    if (opened.IsPathNotFound()) throw Fault(code::anchor_missing);
    check_anchor(opened);
    std::optional<Slot> newest;
    for (const std::size_t at : {std::size_t{0}, kDistance}) {
        char buffer[kSlot];
        rocksdb::Slice slice;
        check_anchor(file->Read(at, kSlot, {}, &slice, buffer, nullptr));
        if (slice.size() != kSlot) continue;
        const auto slot = from_bytes({slice.data(), slice.size()});
        if (slot && (!newest || slot->counter > newest->counter)) newest = slot;
    }
    if (!newest) throw Fault(code::anchor_missing);
    return *newest;
}

}  // namespace

void Anchor::create(rocksdb::FileSystem& files, const std::string& path) {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    check_anchor(files.NewWritableFile(path, {}, &file, nullptr));
    std::string whole(2 * kDistance, '\0');
    whole.replace(kDistance, kSlot, to_bytes({1, {}}));  // an odd counter lies in the second slot
    check_anchor(file->Append(whole, {}, nullptr));
    check_anchor(file->Fsync({}, nullptr));
    check_anchor(file->Close({}, nullptr));
}

Mark Anchor::read(rocksdb::FileSystem& files, const std::string& path) { return read_newest(files, path).mark; }

Anchor::Anchor(rocksdb::FileSystem& files, const std::string& path, bool synced) : synced_(synced) {
    const Slot newest = read_newest(files, path);
    counter_ = newest.counter;
    mark_ = newest.mark;
    check_anchor(files.NewRandomRWFile(path, {}, &file_, nullptr));
}

void Anchor::advance(const Mark& mark) {
    ++counter_;
    check_anchor(file_->Write(counter_ % 2 * kDistance, to_bytes({counter_, mark}), {}, nullptr));
    if (synced_) check_anchor(file_->Sync({}, nullptr));
    mark_ = mark;
}

}  // namespace ipep
