// AnswerProof: what the ledger answered, bound to a head of its log: one file that its key signs.
//
// Shape:   `asked` (JSON as text: what, of which state, by whom), `answer` (its bytes), the signed head,
//          `attestation` (a signed note of the lines "ipep-answer/v1", SHA-256 of both, origin, size and root), and
//          `records`: an inclusion proof of each event that the answer names by `position` or `event`, in order.
//          It shows who said it, and that what it names is in the log; what follows from events alone has a proof by
//          these events instead (proof.h, completeness_proof.h).
// Errors:  those of head_of and of the key.
// Source:  contract, "Proof"; format in events/README.md; https://c2sp.org/signed-note.
#pragma once

#include <boost/json/fwd.hpp>

#include "events/store.h"
#include "services/audit/signed_head.h"

namespace ipep {

struct AnswerGiven {
    std::string asked;   // without a newline
    std::string answer;  // JSON, one value a line, where it is data; else a text
};

Verdict<boost::json::object> answer_proof(const Store& store, const AnswerGiven& given, const HeadSigning& signing);

}  // namespace ipep
