// Checkpoint: the head of the log, signed, so that a copy kept elsewhere reveals truncation, alteration, a fork or an
// older backup put in place.
//
// Shape:  C2SP tlog-checkpoint in a signed note: origin, size, root in base64, the extension lines
//         "ipep-index/v1 SUBJECTS ROOT" and "ipep-envelope/v1 SUBJECTS ROOT", an empty line, signature lines. Ed25519.
//         A signature of the key asked for that does not check makes the whole note invalid, whatever stands beside it.
// Errors: checkpoint_malformed, signature_invalid; those of the key (services/audit/note_key.h).
// Source: https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note.
#pragma once

#include <optional>

#include "events/merkle.h"
#include "services/audit/note_key.h"

namespace ipep {

// The head of a completeness index of the log that is signed (services/audit/completeness.h).
struct IndexHead {
    std::uint64_t subjects = 0;
    Digest root{};
    bool operator==(const IndexHead&) const = default;
};

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    // Absent where it was signed before there was one.
    std::optional<IndexHead> index = {}, envelope = {};
};

// A root and a size as a checkpoint writes them: base64 of 32 bytes, decimal without leading zeroes.
std::optional<Digest> parse_root(const std::string& text);
std::optional<std::uint64_t> parse_size(const std::string& text);

std::string unsigned_note(const Checkpoint& checkpoint);
Verdict<std::string> sign(const Checkpoint& checkpoint, const std::string& key_path);
// What the text of a note says; nothing where it is no checkpoint.
std::optional<Checkpoint> parse_checkpoint(const std::string& text);
// At least one signature is this key's, and all that are check; others' are passed over, also under its name or its
// hash alone.
bool is_signed_by(const SignedNote& note, const NoteVerifier& verifier);
// The checkpoint of a note whose signature by `verifier` checks.
Verdict<Checkpoint> open_note(const std::string& note, const std::string& verifier);

}  // namespace ipep
