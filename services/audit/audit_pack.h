// AuditPack: everything an auditor needs in one folder, checkable with Python's standard library alone.
//
// Shape:  events.jsonl (each event as `events` prints it, its leaf, the random bytes of its personal data), rules/,
//         settlements/, checkpoint, verifier, sample.json, schema, verify.py, README.txt, WITHOUT-PERSONAL where names
//         and accounts are left out, and MANIFEST, the digests of all of them. checkpoint.1.tsr …: its time stamps;
//         checkpoints/: earlier heads that others have seen or stamped.
// Sample: services/audit/draw.h, or by monetary unit (services/audit/monetary_unit.h).
// Errors: folder_not_empty, size_out_of_range; a Fault where the disk fails: then no MANIFEST is there, and the pack is
//         none.
#pragma once

#include <set>

#include "services/audit/monetary_unit.h"
#include "services/audit/proof.h"

namespace ipep {

struct PackOptions {
    std::uint64_t sample = 0;
    std::optional<UnitPlan> by_unit = {};  // in its place
    std::optional<std::uint64_t> at;       // size of the checkpoint that the sample is drawn at; the head if not given
    std::string seed;
    HeadSigning signing = {};
    bool without_personal = false;
};

struct PackReport {
    std::uint64_t events = 0, settlements = 0, files = 0;
    Digest root{};
    Checkpoint sampled{};  // what the sample was drawn at
    std::vector<std::string> sample;
    std::optional<UnitSample> by_unit;
    std::set<std::string> shown;  // subjects whose names and accounts stand in it
};

Verdict<PackReport> export_audit(LedgerService& ledger, const std::string& folder, const PackOptions& wishes);

}  // namespace ipep
