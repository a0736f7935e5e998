// Reading records: every record of a log in order, on a thread of its own while the caller performs again what the one
// before says: held against its seal, decoded, made a leaf of the tree, its key looked up. Keys are looked up by the
// caller where it waits.
//
// Source: contract, `verify`; RFC 6962 §2.1.
#pragma once

#include <functional>

#include "events/merkle.h"
#include "services/audit/verification.h"

namespace ipep {

struct ReadRecord {
    Position position = 0;
    Event event;                                 // where it could be read
    std::optional<Difference> broken = {};       // its seal
    std::optional<std::string> unreadable = {};  // why it is no event
    std::vector<Difference> beside = {};         // of the tree stored, of what was signed of it, of the keys up to here
};

// What all of them came to.
struct RecordsRead {
    Digest log{};
    TreeEdge edge;
    std::uint64_t keys = 0;
    std::vector<Difference> beside;  // of the last keys
};

// Errors: Fault, behind the records before it; `read` has then what was found beside them.
void read_records(const Store& store, const std::optional<Checkpoint>& checkpoint, RecordsRead& read,
                  const std::function<void(const ReadRecord&)>& take);

// Where a checkpoint was signed for a tree of this size: what its root is instead.
std::optional<Difference> unlike_checkpoint(const std::optional<Checkpoint>& checkpoint, const TreeEdge& edge);

}  // namespace ipep
