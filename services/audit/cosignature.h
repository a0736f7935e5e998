// Cosignature: what a witness signs of a checkpoint: that, at this time, it is the largest head of this log that it has
// seen, and extends all it saw before.
//
// Shape:  a line under the note; its signature is the time (8 bytes, big-endian) and Ed25519 over
//         "cosignature/v1\ntime N\n" and the text of the note.
// Units:  seconds since 1970.
// Errors: cosignature_invalid, witness_repeated, quorum_missing.
// Source: https://c2sp.org/tlog-cosignature
#pragma once

#include "services/audit/note_key.h"

namespace ipep {

struct Cosignature {
    std::string witness;
    std::int64_t time = 0;
    bool operator==(const Cosignature&) const = default;
};

// The line of a witness under a note of this text.
std::string cosign(std::string_view text, const NoteKey& key, std::int64_t time);

// Those of the witnesses, in their order, the last of each. One that does not check makes the note invalid; others'
// are passed over.
Verdict<std::vector<Cosignature>> cosignatures_of(const SignedNote& note, const std::vector<NoteVerifier>& witnesses);

// So many of these, each with a key of its own, must have seen a checkpoint.
struct Quorum {
    std::vector<NoteVerifier> witnesses;
    std::uint64_t least = 0;
};
Verdict<std::vector<Cosignature>> check_quorum(const SignedNote& note, const Quorum& quorum);

}  // namespace ipep
