#include "events/log.h"

#include "events/big_endian.h"
#include "events/code.h"
#include "events/log_tree.h"
#include "events/neighbours.h"

namespace ipep {
namespace {

[[noreturn]] void throw_damaged(Position position, std::string what) {
    throw Fault(code::damaged_record, {{"position", std::to_string(position)}, {"what", std::move(what)}});
}

}  // namespace

void Log::check_opening() {
    check_head();
    check_first();
    if (opening_.writes() && opening_.options.tree) catch_up_tree();
    opening_.neighbours->head = head();
}

// What was acknowledged must be there, to the byte. What lies beyond was on its way when the process ended: it is whole
// (a batch is), so the writer takes it over, and readers wait for that.
void Log::check_head() {
    Mark& mark = opening_.mark;
    last_found_ = opening_.kept().last_record();
    if (mark.position > 0 && digest_at(mark.position) != mark.digest)
        throw_damaged(mark.position, "it is not the one that was acknowledged");
    if (last_found_ == mark.position) return;
    if (!opening_.writes()) {
        if (opening_.kept().is_left_behind(last_found_)) beyond_ = last_found_ - mark.position;
        return;
    }
    Mark ahead = mark;
    mark.position = last_found_;  // so that scan() reaches them
    scan(ahead.position + 1, last_found_ + 1, [&](Position position, const Record& one) {
        ahead = {position, one.digest};
        return true;
    });
    opening_.kept().acknowledge(ahead);
    mark = ahead;
}

// One look at each opening tells whether this FORMAT is the one the ledger was made with.
void Log::check_first() const {
    if (head() == 0 || !chains()) return;
    if (!open_record(seed_of(opening_.kept().format()), *record(1))) throw Fault(code::format_differs);
}

void Log::follow() {
    const Position head = opening_.neighbours->head;
    if (head == opening_.mark.position) return;
    const Mark before = std::exchange(opening_.mark, {head, {}});
    try {
        opening_.mark.digest = digest_at(head);
    } catch (...) {
        opening_.mark = before;
        throw;
    }
}

Records Log::records_behind(Position expected) const {
    return {expected, opening_.tables().writes(), opening_.options.tree ? std::optional(opening_.edge) : std::nullopt};
}

void Log::append(LogBatch batch) {
    Records& records = batch.records;
    if (records.before() != head()) throw Fault(code::conflict, {{"head", std::to_string(head())}});
    if (records.empty() && batch.personal.empty()) return;
    const std::size_t bytes = records.writes().bytes().size() + 96 * records.size();  // and their keys and nodes
    opening_.tables().refuse_if_full(bytes);
    LogWrites& writes = records.writes();
    for (const PersonalRow& row : batch.personal) put(row, writes);
    if (records.empty()) return opening_.keep(writes, opening_.mark);
    const Mark after{head() + records.size(), split_record(records[records.size() - 1])->digest};
    put(batch.keys, writes);
    put(batch.erased, writes);
    if (records.edge()) put(records.nodes(), *records.edge(), writes);
    opening_.keep(writes, after);
    if (records.edge()) opening_.edge = *records.edge();
}

std::optional<std::string> Log::record(Position position) const {
    if (position == 0 || position > head()) return std::nullopt;
    auto row = opening_.tables().row(kEventTable, big_endian(position));
    if (row) return std::move(*row);
    if (row.error().fault && !row.error().damaged) throw Fault(*row.error().fault);
    throw_damaged(position, row.error().what);
}

Digest Log::digest_at(Position position) const {
    const auto bytes = record(position);
    if (!bytes) return seed_of(opening_.kept().format());  // before the first
    if (const auto split = split_record(*bytes)) return split->digest;
    throw_damaged(position, "it is too short");
}

// By two look-ups: an iterator that reads ahead costs more than a thousand of them, and lists ask for many.
std::string Log::payload(Position position) const {
    patience().check();
    const auto bytes = record(position);
    if (!bytes) throw_damaged(position, "it is missing");
    return std::string(opened(digest_at(position - 1), position, *bytes).payload);
}

Record Log::opened(const Digest& before, Position position, std::string_view bytes) const {
    if (const auto record = chains() ? open_record(before, bytes) : split_record(bytes)) return *record;
    throw_damaged(position, "its digest does not check");
}

void Log::scan(Position from, Position until, const std::function<bool(Position, const Record&)>& visit) const {
    Digest before = digest_at(std::max<Position>(from, 1) - 1);
    scan_bytes(from, until, [&](Position position, std::string_view bytes) {
        const Record record = opened(before, position, bytes);
        before = record.digest;
        return visit(position, record);
    });
}

void Log::scan_bytes(Position from, Position until,
                     const std::function<bool(Position, std::string_view)>& visit) const {
    Position position = std::max<Position>(from, 1);
    const Position end = std::min(until, head() + 1);
    const auto at = opening_.tables().from(kEventTable, big_endian(position), ReadAhead::yes);
    for (; position < end; at->next(), ++position) {
        if (!at->valid() || from_big_endian(at->key()) != position) {
            const auto failed = at->failure();
            throw_damaged(position, failed ? failed->what : "it is missing");
        }
        patience().check();
        if (!visit(position, at->value())) return;
    }
}

}  // namespace ipep
