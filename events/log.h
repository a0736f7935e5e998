// Log: every record the ledger keeps, in order, once, and the tree over them.
//
// Shape:   positions 1, 2, 3 … with no gap. A batch is kept whole or not at all, with its keys and personal values.
// Promise: when append() has returned, the batch survives a power cut; within a transaction, once that is released.
//          What lies in memory alone promises all but that (log_memory.h).
// Errors:  Fault conflict, if the log has grown past what a batch comes behind: read again and decide again;
//          damaged_record, where a record does not check; below_anchor, damaged_store, disk_full …
// Threads: one writer; any number of readers, each of whom sees a prefix.
// Source:  CDC 2019 §13-II; bytes in events/README.md, durability in ops/decisions/0003-durability.md.
#pragma once

#include <functional>

#include "events/log_keys.h"
#include "events/log_opening.h"
#include "events/merkle.h"
#include "events/personal_values.h"
#include "events/records.h"

namespace ipep {

struct LogBatch {
    Records records;
    Keys keys = {};  // whoever appends keeps their bytes meanwhile
    std::vector<PersonalRow> personal = {};
    Erasures erased = {};
};

class Log {
public:
    Position head() const { return opening_.mark.position; }
    const Digest& head_digest() const { return opening_.mark.digest; }
    // How many records stand behind the head for a reader while nobody writes: a writer ended before they were
    // acknowledged, or the anchor was put back. Never for the writer, who takes them over.
    Position beyond() const { return beyond_; }
    // The last record there was at the opening, acknowledged or on its way.
    Position last_found() const { return last_found_ > head() ? last_found_ : head(); }
    bool chains() const { return opening_.options.chain; }
    const Patience& patience() const { return opening_.options.patience; }
    // Of a reader: sees what the writer has acknowledged by now.
    void follow();

    // Where records are laid out that come behind `expected`.
    Records records_behind(Position expected) const;
    void append(LogBatch batch);

    // The sealed record, or nothing beyond the head. Unchecked: its digest is the caller's to check.
    std::optional<std::string> record(Position position) const;
    // The event's bytes, checked against the record before. Precondition: 1 to head().
    std::string payload(Position position) const;
    // Every record from `from` inclusive until `until` exclusive, while `visit` returns true.
    // Errors: Fault damaged_record, at the first that is missing or does not check against the one before it.
    void scan(Position from, Position until, const std::function<bool(Position, const Record&)>& visit) const;
    // The same without the check.
    void scan_bytes(Position from, Position until, const std::function<bool(Position, std::string_view)>& visit) const;

    // The Merkle tree over the records, of any size up to head().
    MerkleTree tree() const;
    // A subtree as it is stored; nothing where it is not (a low level, or damage).
    std::optional<Digest> stored_subtree(Subtree subtree) const;
    // Makes the stored tree anew from the records.
    void rebuild_tree();

protected:
    explicit Log(LogOpening* opening) : opening_(*opening) {}
    // What was acknowledged is there, to the byte; a writer takes over what was on its way.
    void check_opening();

private:
    Digest digest_at(Position position) const;
    // Checked against the digest of the record before. Errors: Fault damaged_record.
    Record opened(const Digest& before, Position position, std::string_view bytes) const;
    void check_head();
    void check_first() const;
    Digest subtree(Subtree subtree) const;
    void catch_up_tree();

    LogOpening& opening_;
    Position beyond_ = 0, last_found_ = 0;
};

}  // namespace ipep
