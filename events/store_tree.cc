// The store's Merkle tree: its nodes from kStoredLevel up, and its size.
#include <rocksdb/db.h>

#include <cstring>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/fault.h"
#include "events/store.h"
#include "ledger/code.h"

namespace ipep {
namespace {

constexpr std::size_t kNodesAtOnce = 50'000;
const std::string kTreeSize = "size";
std::string tree_key(Subtree subtree) { return static_cast<char>(subtree.level) + big_endian(subtree.index); }

}  // namespace

std::optional<Digest> Store::stored_subtree(Subtree subtree) const {
    if (!families_.contains(kTree)) return std::nullopt;
    std::string bytes;
    Digest hash;
    const auto status = db_->Get(read_options(), family(kTree), tree_key(subtree), &bytes);
    if (!status.ok() || bytes.size() != hash.size()) return std::nullopt;
    std::memcpy(hash.data(), bytes.data(), hash.size());
    return hash;
}

Digest Store::subtree(Subtree subtree) const {
    if (subtree.level >= kStoredLevel)
        if (const auto stored = stored_subtree(subtree)) return *stored;
    if (subtree.level == 0) {
        const auto bytes = record(subtree.index + 1);
        if (!bytes) throw Fault(Code::damaged_record, {{"position", std::to_string(subtree.index + 1)}, {"what", "-"}});
        return leaf_hash(*bytes);
    }
    return node_hash(this->subtree({subtree.level - 1, 2 * subtree.index}),
                     this->subtree({subtree.level - 1, 2 * subtree.index + 1}));
}

MerkleTree Store::tree() const {
    return MerkleTree([this](Subtree one) { return subtree(one); });
}

void Store::put_nodes(const TreeNodes& nodes, rocksdb::WriteBatch& writes) const {
    auto* tree = family(kTree);
    for (const auto& [one, hash] : nodes) {
        const auto value = bytes_of(hash);
        check(writes.Put(tree, tree_key(one), rocksdb::Slice(value.data(), value.size())));
    }
}

void Store::put_tree(const TreeNodes& nodes, const std::optional<TreeEdge>& edge, rocksdb::WriteBatch& writes) const {
    if (!edge) return;
    put_nodes(nodes, writes);
    check(writes.Put(family(kTree), kTreeSize, big_endian(edge->size())));
}

// An older ledger, or one written without the tree, has fewer leaves than records.
void Store::catch_up_tree() {
    std::string bytes;
    const auto status = db_->Get(read_options(), family(kTree), kTreeSize, &bytes);
    if (status.ok() && bytes.size() == 8 && from_big_endian(bytes) == head())
        edge_ = tree().edge(head());
    else if (head() > 0)
        rebuild_tree();
}

void Store::rebuild_tree() {
    clear_family(kTree);
    TreeEdge edge;
    TreeNodes nodes;
    scan_bytes(1, head() + 1, [&](Position, std::string_view bytes) {
        edge.add(leaf_hash(bytes), [&](Subtree one, const Digest& hash) { nodes.emplace_back(one, hash); });
        if (nodes.size() < kNodesAtOnce) return true;
        rocksdb::WriteBatch some;
        put_nodes(nodes, some);
        write(some, false);
        nodes.clear();
        return true;
    });
    rocksdb::WriteBatch writes;
    put_tree(nodes, edge, writes);  // its size with the last of them: whoever opens in between begins again
    write(writes, options_.sync);
    edge_ = std::move(edge);
}

}  // namespace ipep
