#include "events/log_tree.h"

#include <cstring>

#include "events/big_endian.h"
#include "events/code.h"
#include "events/log.h"

namespace ipep {
namespace {

constexpr std::size_t kNodesAtOnce = 50'000;
const std::string kTreeSize = "size";
std::string tree_key(Subtree subtree) { return static_cast<char>(subtree.level) + big_endian(subtree.index); }

}  // namespace

void put(const TreeNodes& nodes, LogWrites& writes) {
    for (const auto& [one, hash] : nodes) writes.put(kTreeTable, tree_key(one), bytes_of(hash));
}

void put(const TreeNodes& nodes, const TreeEdge& edge, LogWrites& writes) {
    put(nodes, writes);
    writes.put(kTreeTable, kTreeSize, big_endian(edge.size()));
}

std::optional<Digest> Log::stored_subtree(Subtree subtree) const {
    if (!opening_.kept().has(kTreeTable)) return std::nullopt;
    const auto bytes = opening_.tables().row(kTreeTable, tree_key(subtree));
    Digest hash;
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::memcpy(hash.data(), bytes->data(), hash.size());
    return hash;
}

Digest Log::subtree(Subtree subtree) const {
    if (subtree.level >= kStoredLevel)
        if (const auto stored = stored_subtree(subtree)) return *stored;
    if (subtree.level == 0) {
        const auto bytes = record(subtree.index + 1);
        if (!bytes) throw Fault(code::damaged_record, {{"position", std::to_string(subtree.index + 1)}, {"what", "-"}});
        return leaf_hash(*bytes);
    }
    return node_hash(this->subtree({subtree.level - 1, 2 * subtree.index}),
                     this->subtree({subtree.level - 1, 2 * subtree.index + 1}));
}

MerkleTree Log::tree() const {
    return MerkleTree([this](Subtree one) { return subtree(one); });
}

// An older ledger, or one written without the tree, has fewer leaves than records.
void Log::catch_up_tree() {
    const auto size = opening_.kept().row(kTreeTable, kTreeSize);
    if (size && size->size() == 8 && from_big_endian(*size) == head())
        opening_.edge = tree().edge(head());
    else if (head() > 0)
        rebuild_tree();
}

void Log::rebuild_tree() {
    opening_.kept().clear({kTreeTable});
    TreeEdge edge;
    TreeNodes nodes;
    scan_bytes(1, head() + 1, [&](Position, std::string_view bytes) {
        edge.add(leaf_hash(bytes), [&](Subtree one, const Digest& hash) { nodes.emplace_back(one, hash); });
        if (nodes.size() < kNodesAtOnce) return true;
        const auto some = opening_.kept().writes();
        put(nodes, *some);
        opening_.kept().write(*some, Logged::yes, false);
        nodes.clear();
        return true;
    });
    const auto last = opening_.kept().writes();
    put(nodes, edge, *last);  // its size with the last of them: whoever opens in between begins again
    opening_.kept().write(*last, Logged::yes, opening_.options.sync);
    opening_.edge = std::move(edge);
}

}  // namespace ipep
