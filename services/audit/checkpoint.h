// Checkpoint: the head of the log, signed, so that a copy kept elsewhere reveals truncation, alteration, a fork or an
// older backup put in place.
//
// Shape:  C2SP tlog-checkpoint in a signed note: origin, size, root in base64, an extension line
//         "ipep-index/v1 SUBJECTS ROOT" where something moved an amount, an empty line, signature lines. Ed25519.
//         A signature of the key asked for that does not check makes the whole note invalid, whatever stands beside it.
//         The key file is PKCS#8 PEM with mode 0600; a line before the PEM block keeps the key's name.
// Errors: key_exists, key_readable_by_others, key_unreadable, checkpoint_malformed, signature_invalid.
// Source: https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note; RFC 8032; RFC 8410.
#pragma once

#include <optional>

#include "events/merkle.h"
#include "ledger/rejection.h"

namespace ipep {

// The head of the completeness index of the log that is signed (services/audit/completeness.h).
struct IndexHead {
    std::uint64_t subjects = 0;
    Digest root{};
    bool operator==(const IndexHead&) const = default;
};

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    std::optional<IndexHead> index = {};  // absent: signed before there was one, or nothing moved an amount
};

// Makes a key file, never over another; gives the verifier key NAME+HASH+BASE64.
Verdict<std::string> new_key(const std::string& path, const std::string& name);
// The verifier key of a key file.
Verdict<std::string> verifier_of(const std::string& path);

std::string unsigned_note(const Checkpoint& checkpoint);
Verdict<std::string> sign(const Checkpoint& checkpoint, const std::string& key_path);
// The checkpoint of a note whose signature by `verifier` checks.
Verdict<Checkpoint> open_note(const std::string& note, const std::string& verifier);

}  // namespace ipep
