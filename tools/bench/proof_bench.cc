// Proofs: that one record is in the log, made from the stored tree and checked as an auditor does.
#include "services/audit/proof.h"
#include "tools/bench/bench.h"

namespace ipep::bench {
namespace {

constexpr std::size_t kProofs = 200;  // a turn

// Positions far from each other, other ones each turn.
Position position_of(std::size_t turn, std::size_t proof, Position head) {
    return (turn * kProofs + proof) * 7919 % head + 1;
}

Measure per_proof(const std::string& name, const std::string& what, const Samples& turns) {
    return {name,    what,     "",
            kProofs, "proofs", turns,
            {},      {},       {{"secondsAProof", median(turns) / kProofs, {Bound::Kind::below, 0.001}}}};
}

}  // namespace

void measure_proofs(const Sizes& sizes, const std::string& ledger, Report& report) {
    const Store store(ledger, {});
    const Position head = store.head();
    const Digest root = store.tree().root(head);
    Samples made, verified;
    for (std::size_t turn = 0; turn < static_cast<std::size_t>(sizes.samples); ++turn) {
        const Stopwatch making;
        for (std::size_t i = 0; i < kProofs; ++i) expect(inclusion_proof(store, position_of(turn, i, head), head));
        made.push_back(making.seconds());
        double seconds = 0;
        for (std::size_t i = 0; i < kProofs; ++i) {
            const Position position = position_of(turn, i, head);
            const std::string record = store.record(position).value();
            const auto proof = store.tree().inclusion(position - 1, head);
            const Stopwatch verifying;
            if (!verify_inclusion(leaf_hash(record), position - 1, head, proof, root))
                throw std::runtime_error("the proof of position " + std::to_string(position) + " does not check");
            seconds += verifying.seconds();
        }
        verified.push_back(seconds);
    }
    report.measures.push_back(per_proof("inclusion proof made", "record read, its leaf and its path hashed", made));
    report.measures.push_back(
        per_proof("inclusion proof verified", "its leaf hashed, its path up to the root", verified));
}

}  // namespace ipep::bench
