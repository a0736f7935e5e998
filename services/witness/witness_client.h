// WitnessClient: a checkpoint to a witness, its cosignature back.
//
// Errors: witness_malformed, of what is no URL=VERIFIER; witness_ahead, where it has signed a longer log;
//         witness_refused, for what it answers else, or signs wrongly; server_unreachable.
// Source: https://c2sp.org/tlog-witness
#pragma once

#include <functional>

#include "services/audit/cosignature.h"
#include "services/witness/witness_submission.h"

namespace ipep {

struct WitnessAddress {
    std::string url;  // its submission prefix, without a slash at the end
    NoteVerifier verifier;
};
// "http://127.0.0.1:8481=NAME+HASH+BASE64".
Verdict<WitnessAddress> parse_witness(const std::string& text);

// The consistency proof from an earlier size to the checkpoint's.
using ConsistencyFrom = std::function<std::vector<Digest>(std::uint64_t older)>;
// The witness's line under the note, which checks.
Verdict<std::string> ask_witness(const WitnessAddress& witness, const std::string& note, const ConsistencyFrom& proof);

}  // namespace ipep
