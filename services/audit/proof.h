// Proofs: what an auditor checks without trusting this program or this machine.
//
// Shape:  hashes are lower-case hexadecimal; leaf index = position − 1.
// Errors: Fault beyond_anchor, while records stand behind the head that nobody acknowledged: nothing is proved of less.
// Source: RFC 6962 §2.1; contract, "Proof".
#pragma once

#include <boost/json/fwd.hpp>

#include "projections/derivation.h"
#include "services/audit/completeness.h"
#include "services/audit/signed_head.h"
#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

// What a reader is told of records beyond the anchor; nothing where none stand there, or a writer has them on their
// way.
std::optional<Rejection> beyond_anchor(const Log& log);

// The head of the whole log. Every leaf is hashed again from the bytes read back, so that a flipped bit in memory or on
// disk is never signed. Errors: Fault damaged_store, where the stored tree says otherwise.
Checkpoint head_of(const Store& store, const Progress& progress = {});
// The same, the completeness indexes folded on the way.
Checkpoint head_of(const Store& store, LogIndexes& indexes, const Progress& progress = {});
// An event of the ledger as a proof shows it: with its leaf and the way from it to the root of `size` events.
boost::json::object proved_event(LedgerService& ledger, Position position, std::uint64_t size);
boost::json::array hex_list(const std::vector<Digest>& hashes);
// A subject of an index, and the way from it to the index's root.
boost::json::object leaf_answer(const CompletenessIndex::Leaf& leaf);

Verdict<boost::json::object> inclusion_proof(const Log& log, Position position, std::optional<std::uint64_t> size);
Verdict<boost::json::object> consistency_proof(const Log& log, std::uint64_t older, std::uint64_t newer);

// One file for one amount: the derivation, every event it uses with its leaf and inclusion proof, the head they lead to
// (signed where a key is given), and the digest of the rules. Checkable offline. Who may not verify the log, as a
// person of a groupement, has of it what that reader is shown: no event of another groupement, no name, no account.
Verdict<boost::json::object> amount_proof(LedgerService& ledger, const std::string& reference,
                                          const HeadSigning& signing, const Reader& reader);

// One file for a settlement: `settlement`, as the command has it, and the events it is made of - the year's, which says
// how many groupements it settles, and one a groupement - each with its leaf and inclusion proof; and all that the
// index of the envelope has of its payment year, which shows whether it is the last revision.
Verdict<boost::json::object> settlement_proof(LedgerService& ledger, const Settlement& settlement,
                                              const HeadSigning& signing);

}  // namespace ipep
