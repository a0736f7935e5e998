// The store's Merkle tree: its nodes from kStoredLevel up, and its size.
#include <rocksdb/db.h>

#include <cstring>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/fault.h"
#include "events/store.h"

namespace ipep {
namespace {

constexpr std::size_t kBatch = 4u << 20;
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

void Store::grow_tree(std::string_view bytes, rocksdb::WriteBatch& writes) {
    edge_.add(leaf_hash(bytes), [&](Subtree one, const Digest& hash) {
        const auto value = bytes_of(hash);
        check(writes.Put(family(kTree), tree_key(one), rocksdb::Slice(value.data(), value.size())));
    });
}

void Store::put_tree(const std::vector<std::string>& records, Position size, rocksdb::WriteBatch& writes) {
    for (const auto& one : records) grow_tree(one, writes);
    check(writes.Put(family(kTree), kTreeSize, big_endian(size)));
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
    edge_ = {};
    clear_family(kTree);
    rocksdb::WriteBatch writes;
    scan_bytes(1, head() + 1, [&](Position, std::string_view bytes) {
        grow_tree(bytes, writes);
        if (writes.GetDataSize() < kBatch) return true;
        write(writes, false);
        writes.Clear();
        return true;
    });
    put_tree({}, head(), writes);
    write(writes, options_.sync);
}

}  // namespace ipep
