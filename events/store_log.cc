// The store's log: one synced batch a commit, then the anchor; records read back in order.
#include <rocksdb/db.h>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/fault.h"
#include "events/store.h"

namespace ipep {

// After a write that failed nobody knows what the disk holds: nothing more is written until it is opened again.
void Store::write(rocksdb::WriteBatch& batch, bool sync, Logged logged) {
    if (failed_) throw Fault(Code::disk_fault, {{"what", "an earlier write failed"}});
    rocksdb::WriteOptions options;
    options.sync = sync;
    options.disableWAL = logged == Logged::no;
    options.protection_bytes_per_key = 8;
    failed_ = true;
    check(db_->Write(options, &batch));
    failed_ = false;
    written_ += batch.GetDataSize();
}

void Store::append(Position expected, const LogBatch& batch) {
    if (expected != head()) throw Fault(Code::conflict, {{"head", std::to_string(head())}});
    if (batch.records.empty()) return;
    std::size_t bytes = 0;
    for (const auto& one : batch.records) bytes += one.size() + 32;
    refuse_if_disk_is_full(*options_.files, folder_, bytes);
    rocksdb::WriteBatch writes(bytes);
    Position position = expected;
    auto* events = family(kEvents);
    for (const auto& one : batch.records) check(writes.Put(events, big_endian(++position), one));
    if (options_.tree) put_tree(batch.records, position, writes);
    put_rows(batch, writes);
    write(writes, options_.sync);
    const Mark mark{position, split_record(batch.records.back())->digest};
    failed_ = true;
    if (options_.anchor) anchor_->advance(mark);
    failed_ = false;
    mark_ = mark;
}

std::optional<std::string> Store::record(Position position) const {
    if (position == 0 || position > head()) return std::nullopt;
    std::string bytes;
    const auto status = db_->Get(read_options(), family(kEvents), big_endian(position), &bytes);
    if (status.IsNotFound() || status.IsCorruption())
        throw Fault(Code::damaged_record, {{"position", std::to_string(position)}, {"what", status.ToString()}});
    check(status);
    return bytes;
}

Digest Store::digest_at(Position position) const {
    const auto bytes = record(position);
    if (!bytes) return {};  // before the first
    if (const auto split = split_record(*bytes)) return split->digest;
    throw Fault(Code::damaged_record, {{"position", std::to_string(position)}, {"what", "it is too short"}});
}

std::string Store::payload(Position position) const {
    std::string payload;
    scan(position, position + 1, [&](Position, const Record& one) { return payload = one.payload, true; });
    return payload;
}

void Store::scan(Position from, Position until, const std::function<bool(Position, const Record&)>& visit) const {
    Digest before = digest_at(std::max<Position>(from, 1) - 1);
    scan_bytes(from, until, [&](Position position, std::string_view bytes) {
        const auto opened = open_record(before, bytes);
        if (!opened)
            throw Fault(Code::damaged_record,
                        {{"position", std::to_string(position)}, {"what", "its digest does not check"}});
        before = opened->digest;
        return visit(position, *opened);
    });
}

void Store::scan_bytes(Position from, Position until,
                       const std::function<bool(Position, std::string_view)>& visit) const {
    auto options = read_options();
    options.readahead_size = 2u << 20;
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, family(kEvents)));
    Position position = std::max<Position>(from, 1);
    const Position end = std::min(until, head() + 1);
    for (at->Seek(big_endian(position)); position < end; at->Next(), ++position) {
        if (!at->Valid() || from_big_endian(at->key().ToStringView()) != position)
            throw Fault(Code::damaged_record,
                        {{"position", std::to_string(position)},
                         {"what", at->status().ok() ? "it is missing" : at->status().ToString()}});
        if (!visit(position, at->value().ToStringView())) return;
    }
}

}  // namespace ipep
