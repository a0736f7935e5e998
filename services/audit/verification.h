// Verification: reads every record again, performs every decision and judges every act again, from what was known at its
//               position.
//
// Shape:  each difference says where, what should stand there, and what stands there; `note` where there is more to know
//         (a settlement of an earlier version of the rule code, personal data that was erased).
// Checks: FORMAT, positions, chain of digests, recorded times, keys, personal seals and rows of nothing in the log,
//         every figure of every decision, every act on payments with its vouchers, visas and files, Merkle tree, kept
//         views, records beyond the anchor.
// Source: contract, `verify`; specification §11, "verification recomputes them".
#pragma once

#include "projections/views.h"
#include "services/audit/completeness.h"
#include "services/ledger/ledger_service.h"
#include "services/payments/payments_again.h"

namespace ipep {

struct Difference {
    std::string where, expected, found, note;
};

struct Verification {
    std::optional<Format> format;  // nothing where the ledger does not open
    std::uint64_t events = 0, settlements = 0, erased = 0;
    std::uint64_t files = 0;         // for the bank, made again
    std::vector<UnmadeFile> unmade;  // and why: a payee was erased
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
