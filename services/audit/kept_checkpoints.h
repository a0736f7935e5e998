// KeptCheckpoints: heads of the log that others have seen or stamped, as the ledger's folder keeps them, so that every
// proof and pack made later can show them.
//
// Shape:  LEDGER/checkpoints/SIZE is a signed note, SIZE.1.tsr, SIZE.2.tsr … are responses of RFC 3161 for its text.
//         They are copies of what others signed: who alters them is found by who checks them, and where they are lost
//         they are asked for again. No backup has them.
// Errors: checkpoint_forked, where another head of that size was seen; checkpoint_malformed, where a file is no note.
#pragma once

#include "services/audit/checkpoint.h"

namespace ipep {

struct KeptCheckpoint {
    Checkpoint head;
    std::string note;
    std::vector<std::string> stamps;  // in the order in which they were attached
};

// The note, with those signatures of another over the same text that are of other keys.
std::string with_signatures_of(std::string note, const std::string& other);

class KeptCheckpoints {
public:
    // Of the ledger in the folder; of none where it is empty.
    explicit KeptCheckpoints(const std::string& ledger);

    std::vector<std::uint64_t> sizes() const;  // ascending
    Verdict<std::optional<KeptCheckpoint>> at(std::uint64_t size) const;
    // With the signatures that are kept of the same text: each key's newest stays.
    Verdict<> keep(const std::string& note);
    // Once, however often it comes. Precondition: a note of that size is kept.
    Verdict<> keep_stamp(std::uint64_t size, const std::string& response);

private:
    std::string path(std::uint64_t size) const;

    std::string folder_;
};

}  // namespace ipep
