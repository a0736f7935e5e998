#include "services/audit/cosignature.h"

#include <limits>
#include <optional>
#include <set>

#include "events/big_endian.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::size_t kTimeBytes = 8;

std::string signed_message(std::string_view text, std::int64_t time) {
    return "cosignature/v1\ntime " + std::to_string(time) + '\n' + std::string(text);
}

// The time at which the witness signed; nothing where the signature does not check.
std::optional<std::int64_t> time_of(const NoteVerifier& witness, std::string_view text, std::string_view signature) {
    if (signature.size() < kTimeBytes) return std::nullopt;
    const std::uint64_t time = from_big_endian(signature);
    if (time > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    const auto seconds = static_cast<std::int64_t>(time);
    if (!witness.verifies(signed_message(text, seconds), signature.substr(kTimeBytes))) return std::nullopt;
    return seconds;
}

}  // namespace

std::string cosign(std::string_view text, const NoteKey& key, std::int64_t time) {
    const NoteVerifier verifier = key.verifier(SignatureType::cosignature);
    return signature_line({verifier.name, verifier.hash,
                           big_endian(static_cast<std::uint64_t>(time)) + key.sign(signed_message(text, time))});
}

Verdict<std::vector<Cosignature>> cosignatures_of(const SignedNote& note, const std::vector<NoteVerifier>& witnesses) {
    std::vector<Cosignature> found;
    for (const NoteVerifier& witness : witnesses) {
        std::optional<Cosignature> of_witness;
        for (const NoteSignature& one : note.signatures) {
            if (!witness.claims(one)) continue;
            const auto time = time_of(witness, note.text, one.signature);
            if (!time) return refuse(code::cosignature_invalid, {{"witness", witness.name}});
            of_witness = Cosignature{witness.name, *time};
        }
        if (of_witness) found.push_back(std::move(*of_witness));
    }
    return found;
}

Verdict<std::vector<Cosignature>> check_quorum(const SignedNote& note, const Quorum& quorum) {
    std::set<std::string> keys;
    for (const NoteVerifier& one : quorum.witnesses)
        if (!keys.insert(one.key).second) return refuse(code::witness_repeated, {{"witness", one.name}});
    auto found = IPEP_TRY(cosignatures_of(note, quorum.witnesses));
    if (found.size() < quorum.least)
        return refuse(code::quorum_missing, {{"found", std::to_string(found.size())},
                                             {"of", std::to_string(quorum.witnesses.size())},
                                             {"least", std::to_string(quorum.least)}});
    return found;
}

}  // namespace ipep
