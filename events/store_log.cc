// The store's log: one synced batch a commit, then the anchor; records read back in order.
#include <rocksdb/db.h>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/fault.h"
#include "events/folder.h"
#include "events/held_batch.h"
#include "events/neighbours.h"
#include "events/store.h"
#include "ledger/code.h"

namespace ipep {
// After a write that failed nobody knows what the disk holds: nothing more is written until it is opened again.
void Store::write(rocksdb::WriteBatch& batch, bool sync, Logged logged) {
    if (failed_) throw Fault(Code::disk_fault, {{"what", "an earlier write failed"}});
    before_call();
    rocksdb::WriteOptions options;
    options.sync = sync;
    options.disableWAL = logged == Logged::no;
    options.protection_bytes_per_key = kProtection;
    failed_ = true;
    check(db_->Write(options, &batch));
    failed_ = false;
    written_ += batch.GetDataSize();
}

Records Store::records_behind(Position expected) const {
    return {expected, family(kEvents), options_.tree ? std::optional(edge_) : std::nullopt};
}

void Store::append(LogBatch batch) {
    Records& records = batch.records;
    if (records.before() != head()) throw Fault(Code::conflict, {{"head", std::to_string(head())}});
    if (records.empty()) return;
    const std::size_t bytes = records.writes().GetDataSize() + 96 * records.size();  // and their keys and nodes
    refuse_if_disk_is_full(*options_.files, folder_, bytes + (held_ ? held_->bytes : 0));
    const Mark after{head() + records.size(), split_record(records[records.size() - 1])->digest};
    if (held_) {
        held_->add(batch);
        before_call();
        held_->bytes += bytes;
        mark_ = after;
    } else {
        auto& writes = records.writes();
        put_keys(batch.keys, writes);
        for (const auto& row : batch.personal) put_personal(row, writes);
        put_erased(batch.erased, writes);
        put_tree(records.nodes(), records.edge(), writes);
        keep(writes, after);
    }
    if (records.edge()) edge_ = *records.edge();
}

// Written and synced, then marked; only then it is acknowledged.
void Store::keep(rocksdb::WriteBatch& writes, const Mark& mark) {
    write(writes, options_.sync);
    failed_ = true;
    if (options_.anchor) anchor_->advance(mark);
    failed_ = false;
    mark_ = mark;
    neighbours_->head = mark.position;
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
    if (!bytes) return seed_of(format_);  // before the first
    if (const auto split = split_record(*bytes)) return split->digest;
    throw Fault(Code::damaged_record, {{"position", std::to_string(position)}, {"what", "it is too short"}});
}

// By two look-ups: an iterator that reads ahead costs more than a thousand of them, and lists ask for many.
std::string Store::payload(Position position) const {
    options_.patience.check();
    const auto bytes = record(position);
    if (!bytes) throw Fault(Code::damaged_record, {{"position", std::to_string(position)}, {"what", "it is missing"}});
    return std::string(opened(digest_at(position - 1), position, *bytes).payload);
}

Record Store::opened(const Digest& before, Position position, std::string_view bytes) const {
    if (const auto record = options_.chain ? open_record(before, bytes) : split_record(bytes)) return *record;
    throw Fault(Code::damaged_record,
                {{"position", std::to_string(position)}, {"what", "its digest does not check"}});
}

void Store::scan(Position from, Position until, const std::function<bool(Position, const Record&)>& visit) const {
    Digest before = digest_at(std::max<Position>(from, 1) - 1);
    scan_bytes(from, until, [&](Position position, std::string_view bytes) {
        const Record record = opened(before, position, bytes);
        before = record.digest;
        return visit(position, record);
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
        options_.patience.check();
        if (!visit(position, at->value().ToStringView())) return;
    }
    for (; position < end; ++position)
        if (!visit(position, held_->records[position - held_from])) return;
}

}  // namespace ipep
