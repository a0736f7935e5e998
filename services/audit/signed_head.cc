#include "services/audit/signed_head.h"

#include <boost/json.hpp>

#include "events/encoding.h"
#include "services/audit/proof.h"
#include "services/words/code.h"

namespace ipep {
namespace {

namespace json = boost::json;

void put_stamps(json::object& object, const std::vector<std::string>& stamps) {
    json::array list;
    for (const std::string& one : stamps) list.emplace_back(base64(one));
    if (!list.empty()) object["timestamps"] = std::move(list);
}

bool was_seen(const KeptCheckpoint& kept) {
    return !kept.stamps.empty() || parse_note(kept.note)->signatures.size() > 1;
}

// The last head that somebody else signed or stamped, and that lies before this one.
Verdict<std::optional<KeptCheckpoint>> last_seen(const Store& store, const Checkpoint& head,
                                                 const KeptCheckpoints& kept) {
    std::optional<KeptCheckpoint> last;
    for (const std::uint64_t size : kept.sizes()) {
        if (size >= head.size || size == 0) continue;
        auto one = IPEP_TRY(kept.at(size));
        if (one && was_seen(*one)) last = std::move(one);
    }
    if (last && last->head.root != store.tree().root(last->head.size))
        return refuse(code::checkpoint_forked, {{"size", std::to_string(last->head.size)}});
    return last;
}

}  // namespace

Verdict<SignedHead> signed_head(const Checkpoint& head, const HeadSigning& signing) {
    const std::string text = unsigned_note(head);
    auto kept = IPEP_TRY(KeptCheckpoints(signing.ledger).at(head.size));
    if (kept && kept->head.root != head.root)
        return refuse(code::checkpoint_forked, {{"size", std::to_string(head.size)}});
    if (kept && parse_note(kept->note)->text != text) kept.reset();
    SignedHead made;
    if (!signing.key_path.empty()) made.note = IPEP_TRY(sign(head, signing.key_path));
    if (kept) {
        made.note = made.note.empty() ? kept->note : with_signatures_of(made.note, kept->note);
        made.stamps = std::move(kept->stamps);
    }
    return made;
}

Verdict<> put_head(json::object& proof, const Store& store, const Checkpoint& head, const HeadSigning& signing) {
    const SignedHead made = IPEP_TRY(signed_head(head, signing));
    proof["checkpoint"] = made.note.empty() ? unsigned_note(head) : made.note;
    if (!signing.key_path.empty()) proof["verifier"] = IPEP_TRY(verifier_of(signing.key_path));
    put_stamps(proof, made.stamps);
    const bool is_seen = !made.stamps.empty() || (!made.note.empty() && parse_note(made.note)->signatures.size() > 1);
    if (is_seen || signing.ledger.empty()) return {};
    const auto seen = IPEP_TRY(last_seen(store, head, KeptCheckpoints(signing.ledger)));
    if (!seen) return {};
    json::object told{{"checkpoint", seen->note},
                      {"hashes", hex_list(store.tree().consistency(seen->head.size, head.size))}};
    put_stamps(told, seen->stamps);
    proof["seen"] = std::move(told);
    return {};
}

}  // namespace ipep
