// The store's log: one synced batch a commit, then the anchor; records read back in order.
#include <rocksdb/db.h>

#include <future>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/fault.h"
#include "events/held_batch.h"
#include "events/store.h"

namespace ipep {
namespace {

constexpr std::size_t kProtection = 8;    // bytes of checksum a row carries from the batch to the memtable
constexpr std::size_t kWorthwhile = 200;  // of fewer records the tree has grown before a thread has started

}  // namespace

// After a write that failed nobody knows what the disk holds: nothing more is written until it is opened again.
void Store::write(rocksdb::WriteBatch& batch, bool sync, Logged logged) {
    if (failed_) throw Fault(Code::disk_fault, {{"what", "an earlier write failed"}});
    rocksdb::WriteOptions options;
    options.sync = sync;
    options.disableWAL = logged == Logged::no;
    options.protection_bytes_per_key = kProtection;
    failed_ = true;
    check(db_->Write(options, &batch));
    failed_ = false;
    written_ += batch.GetDataSize();
}

void Store::append(Position expected, const LogBatch& batch) {
    if (expected != head()) throw Fault(Code::conflict, {{"head", std::to_string(head())}});
    if (batch.records.empty()) return;
    const Records& records = batch.records;
    const std::size_t bytes = records.bytes() + 96 * records.size();  // and their keys and nodes
    refuse_if_disk_is_full(*options_.files, folder_, bytes + (held_ ? held_->writes.GetDataSize() : 0));
    const Mark after{expected + records.size(), split_record(records[records.size() - 1])->digest};
    if (held_) {
        put(batch, expected, held_->writes);
        held_->add(batch);
        mark_ = after;
        return;
    }
    rocksdb::WriteBatch writes(bytes, 0, kProtection, 0);
    put(batch, expected, writes);
    keep(writes, after);
}

void Store::put(const LogBatch& batch, Position position, rocksdb::WriteBatch& writes) {
    const Records& records = batch.records;
    auto* events = family(kEvents);
    const bool beside = options_.tree && records.size() >= kWorthwhile;
    auto grown = std::async(beside ? std::launch::async : std::launch::deferred,
                            [&] { return grow_tree(records); });
    for (std::size_t i = 0; i < records.size(); ++i) {
        const std::string_view one = records[i];
        check(writes.Put(events, big_endian(++position), rocksdb::Slice(one.data(), one.size())));
    }
    put_rows(batch, writes);
    if (!options_.tree) return;
    put_tree(grown.get(), writes);
    put_tree_size(position, writes);
}

// Written and synced, then marked; only then it is acknowledged.
void Store::keep(rocksdb::WriteBatch& writes, const Mark& mark) {
    write(writes, options_.sync);
    failed_ = true;
    if (options_.anchor) anchor_->advance(mark);
    failed_ = false;
    mark_ = mark;
}

std::optional<std::string> Store::record(Position position) const {
    if (position == 0 || position > head()) return std::nullopt;
    if (held_ && position > held_->before.position) return held_->records[position - held_->before.position - 1];
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
        const auto opened = options_.chain ? open_record(before, bytes) : split_record(bytes);
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
    const Position end = std::min(until, head() + 1), held_from = held_ ? held_->before.position + 1 : end;
    for (at->Seek(big_endian(position)); position < std::min(end, held_from); at->Next(), ++position) {
        if (!at->Valid() || from_big_endian(at->key().ToStringView()) != position)
            throw Fault(Code::damaged_record,
                        {{"position", std::to_string(position)},
                         {"what", at->status().ok() ? "it is missing" : at->status().ToString()}});
        if (!visit(position, at->value().ToStringView())) return;
    }
    for (; position < end; ++position)
        if (!visit(position, held_->records[position - held_from])) return;
}

}  // namespace ipep
