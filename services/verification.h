// Verification: reads every record again, performs every decision and judges every act again, from what was known at its
//               position.
//
// Shape:  each difference says where, what should stand there, and what stands there; `note` where there is more to know
//         (a settlement of an earlier version of the rule code, personal data that was erased).
// Checks: positions, chain of digests, recorded times, keys, personal seals, every figure of every decision, every
//         act on payments, Merkle tree, kept views.
// Source: contract, `verify`; specification §11, "verification recomputes them".
#pragma once

#include "projections/views.h"
#include "services/checkpoint.h"
#include "services/ledger_service.h"

namespace ipep {

struct Difference {
    std::string where, expected, found, note;
};

struct Verification {
    std::uint64_t events = 0, settlements = 0, erased = 0;
    std::vector<Difference> differences;
    Digest log{};   // of the last record, which stands for all before it
    Digest root{};  // of the Merkle tree over all records
    std::vector<ViewDigest> views;
};

// With a checkpoint: also that the log extends the log it was signed for.
Verification verify(const Store& store, const Progress& progress = {},
                    const std::optional<Checkpoint>& checkpoint = std::nullopt);

// A fault that tells what is in the files is a difference like any other; a disk that cannot be read tells nothing.
bool is_damage(Code code);

}  // namespace ipep
