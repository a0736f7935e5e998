// Any proof, note or key is judged without a crash, and nothing but the truth is taken for it.
//
// The first byte chooses: an inclusion proof, a consistency proof, a checkpoint's note, or a verifier key.
#include <algorithm>
#include <array>
#include <cstring>

#include "events/merkle.h"
#include "services/audit/checkpoint.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ipep;

constexpr std::uint64_t kLeaves = 21;  // 10101: subtrees of three sizes at the edge
// Signed by a key that was made for this and thrown away.
const char kVerifier[] = "fuzz.ipep+e033147b+AeZ8SOl/NkZ/YNUkU7gLDB8PRh3B0GD7N6avLnqWz5ki";
const char kSigned[] =
    "fuzz.ipep\n21\nu/rr0fEoPFJYd+y4/miazZqe5Pd66fTl8uMNXR2TB+k=\n\n"
    "— fuzz.ipep 4DMUe3RdsQy7FSUSEZNJ5+L+Z9RTmJNc15nrkYYiYUx98/YSg04bdt4Q50UoLVbMvp/9SU2vXLaJsXLAUq1gw6mwjwk=\n";

Digest leaf(std::uint64_t index) { return leaf_hash("leaf " + std::to_string(index)); }

Digest hash_of(Subtree subtree) {
    if (subtree.level == 0) return leaf(subtree.index);
    const Subtree left{subtree.level - 1, subtree.index * 2};
    return node_hash(hash_of(left), hash_of({left.level, left.index + 1}));
}

const MerkleTree& tree() {
    static const MerkleTree one(hash_of);
    return one;
}

// The true proof, in which the input may replace, add and take away; `altered` tells whether anything is not as it was.
std::vector<Digest> mutated(std::vector<Digest> proof, fuzz::Input& input) {
    for (int change = input.byte() % 4; change > 0; --change) {
        const std::size_t at = proof.empty() ? 0 : input.byte() % proof.size();
        switch (input.byte() % 4) {
            case 0: proof.insert(proof.begin() + static_cast<std::ptrdiff_t>(at), leaf(input.byte())); break;
            case 1:
                if (!proof.empty()) proof.erase(proof.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            case 2:
                if (!proof.empty()) proof[at][input.byte() % proof[at].size()] ^= input.byte();
                break;
            default:
                if (!proof.empty()) std::swap(proof[at], proof.back());
                break;
        }
    }
    return proof;
}

void inclusion(fuzz::Input& input) {
    const std::uint64_t size = 1 + input.byte() % kLeaves, index = input.byte() % size;
    const std::uint64_t claimed = input.byte(), said = input.byte();
    const auto truth = tree().inclusion(index, size), proof = mutated(truth, input);
    const Digest root = tree().root(size);
    fuzz::claim(verify_inclusion(leaf(index), index, size, truth, root), "a true proof is accepted");
    const bool accepted = verify_inclusion(leaf(claimed), index, said, proof, root);
    fuzz::claim(!accepted || claimed == index, "a proof holds for its own leaf alone");
    fuzz::claim(!accepted || said != size || proof == truth, "a leaf has one proof in a tree");
}

void consistency(fuzz::Input& input) {
    const std::uint64_t newer = 1 + input.byte() % kLeaves, older = 1 + input.byte() % newer;
    const auto truth = tree().consistency(older, newer), proof = mutated(truth, input);
    Digest before = tree().root(older);
    fuzz::claim(verify_consistency(older, newer, truth, before, tree().root(newer)), "a true proof is accepted");
    fuzz::claim(verify_consistency(older, newer, proof, before, tree().root(newer)) == (proof == truth),
                "two sizes have one proof");
    before[input.byte() % before.size()] ^= static_cast<std::uint8_t>(1 + input.byte() % 255);
    fuzz::claim(!verify_consistency(older, newer, proof, before, tree().root(newer)), "another past is not extended");
}

void note(fuzz::Input& input) {
    const std::string text(input.rest());
    const auto opened = open_note(text, kVerifier);
    if (!opened) return fuzz::claim(!opened.error().sentence().empty(), "a refusal has a sentence");
    const std::string truth(kSigned);
    fuzz::claim(text.starts_with(truth.substr(0, truth.find("\n\n") + 2)), "only what was signed is opened");
}

void verifier(fuzz::Input& input) {
    const auto opened = open_note(kSigned, std::string(input.rest()));
    fuzz::claim(opened || !opened.error().sentence().empty(), "a refusal has a sentence");
    fuzz::claim(!opened || opened->size == kLeaves, "only what was signed is opened");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    switch (input.byte() % 4) {
        case 0: inclusion(input); break;
        case 1: consistency(input); break;
        case 2: note(input); break;
        default: verifier(input); break;
    }
    return 0;
}
