// SignedHead: the head that a proof or a pack leads to, with what others signed of it: the ledger's key, witnesses,
// authorities of time.
//
// Shape:  in a proof: `checkpoint` (a signed note, or its text where nobody signed), `verifier` where a key was given,
//         `timestamps` (base64 of responses of RFC 3161) where there are some. Where the head itself was seen by nobody
//         but an earlier one was: `seen` {checkpoint, timestamps, hashes}, the last of them and the consistency proof
//         from it to the head.
// Errors: those of the key; checkpoint_forked, where a head that was seen is not of this log.
#pragma once

#include <boost/json/fwd.hpp>

#include "events/store.h"
#include "services/audit/kept_checkpoints.h"

namespace ipep {

// With which key, and in which ledger's folder lies what others signed; either may be empty.
struct HeadSigning {
    std::string key_path, ledger;
};

struct SignedHead {
    std::string note;  // empty where nobody signed
    std::vector<std::string> stamps;
};
Verdict<SignedHead> signed_head(const Checkpoint& head, const HeadSigning& signing);

// The members of a proof that lead to `head`.
Verdict<> put_head(boost::json::object& proof, const Store& store, const Checkpoint& head, const HeadSigning& signing);

}  // namespace ipep
