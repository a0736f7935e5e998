// WitnessSubmission: what a log asks a witness to sign, as the bytes of a request.
//
// Shape:  "old N", at most 63 lines of a consistency proof from N in base64, an empty line, a signed checkpoint.
// Source: https://c2sp.org/tlog-witness, add-checkpoint; RFC 6962 §2.1.2.
#pragma once

#include "services/audit/checkpoint.h"

namespace ipep {

struct WitnessSubmission {
    std::uint64_t old = 0;
    std::vector<Digest> proof;
    std::string note;
};
std::string to_bytes(const WitnessSubmission& submission);
std::optional<WitnessSubmission> parse_submission(const std::string& bytes);

}  // namespace ipep
