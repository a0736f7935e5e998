#include "events/merkle.h"

#include <bit>

namespace ipep {
namespace {

// The largest power of two below `size`, where RFC 6962 divides a tree. Precondition: size ≥ 2.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

}  // namespace

Digest leaf_hash(std::string_view record) { return sha256(std::string_view("\0", 1), record); }

Digest node_hash(const Digest& left, const Digest& right) {
    std::string both("\1", 1);
    both += bytes_of(left);
    both += bytes_of(right);
    return sha256(both);
}

void TreeEdge::add(const Digest& leaf, const std::function<void(Subtree, const Digest&)>& whole) {
    Subtree subtree{0, size_++};
    Digest hash = leaf;
    for (; subtree.index % 2 == 1; subtree = {subtree.level + 1, subtree.index / 2}) {
        if (subtree.level >= kStoredLevel) whole(subtree, hash);
        hash = node_hash(hashes_.back(), hash);
        hashes_.pop_back();
    }
    if (subtree.level >= kStoredLevel) whole(subtree, hash);
    hashes_.push_back(hash);
}

Digest TreeEdge::root() const {
    if (hashes_.empty()) return sha256({});
    Digest hash = hashes_.back();
    for (std::size_t i = hashes_.size() - 1; i > 0; --i) hash = node_hash(hashes_[i - 1], hash);
    return hash;
}

Digest MerkleTree::range(std::uint64_t from, std::uint64_t until) const {
    const std::uint64_t size = until - from;
    if (std::has_single_bit(size) && from % size == 0)
        return hash_({static_cast<unsigned>(std::countr_zero(size)), from / size});
    const std::uint64_t middle = from + split_of(size);
    return node_hash(range(from, middle), range(middle, until));
}

TreeEdge MerkleTree::edge(std::uint64_t size) const {
    TreeEdge edge;
    edge.size_ = size;
    for (std::uint64_t from = 0; from < size;) {
        const std::uint64_t part = std::bit_floor(size - from);
        edge.hashes_.push_back(range(from, from + part));
        from += part;
    }
    return edge;
}

std::vector<Digest> MerkleTree::inclusion(std::uint64_t index, std::uint64_t size) const {
    std::vector<Digest> proof;
    path(index, 0, size, proof);
    return proof;
}

void MerkleTree::path(std::uint64_t index, std::uint64_t from, std::uint64_t until, std::vector<Digest>& out) const {
    if (until - from == 1) return;
    const std::uint64_t middle = from + split_of(until - from);
    if (index < middle) {
        path(index, from, middle, out);
        out.push_back(range(middle, until));
    } else {
        path(index, middle, until, out);
        out.push_back(range(from, middle));
    }
}

std::vector<Digest> MerkleTree::consistency(std::uint64_t older, std::uint64_t newer) const {
    std::vector<Digest> proof;
    if (older > 0 && older < newer) subproof(older, 0, newer, true, proof);
    return proof;
}

void MerkleTree::subproof(std::uint64_t older, std::uint64_t from, std::uint64_t until, bool whole,
                          std::vector<Digest>& out) const {
    if (older == until - from) {
        if (!whole) out.push_back(range(from, until));
        return;
    }
    const std::uint64_t split = split_of(until - from);
    if (older <= split) {
        subproof(older, from, from + split, whole, out);
        out.push_back(range(from + split, until));
    } else {
        subproof(older - split, from + split, until, false, out);
        out.push_back(range(from, from + split));
    }
}

// RFC 9162 §2.1.3.2.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Digest>& proof,
                      const Digest& root) {
    if (index >= size) return false;
    std::uint64_t at = index, last = size - 1;
    Digest hash = leaf;
    for (const Digest& sibling : proof) {
        if (last == 0) return false;
        if (at % 2 == 1 || at == last) {
            hash = node_hash(sibling, hash);
            for (; at % 2 == 0 && at != 0; at /= 2, last /= 2) {
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        at /= 2;
        last /= 2;
    }
    return last == 0 && hash == root;
}

// RFC 9162 §2.1.4.2.
bool verify_consistency(std::uint64_t older, std::uint64_t newer, const std::vector<Digest>& proof,
                        const Digest& older_root, const Digest& newer_root) {
    if (older > newer) return false;
    if (older == newer) return proof.empty() && older_root == newer_root;
    if (older == 0) return proof.empty() && older_root == sha256({});
    std::vector<Digest> path = proof;
    if (std::has_single_bit(older)) path.insert(path.begin(), older_root);
    if (path.empty()) return false;
    std::uint64_t at = older - 1, last = newer - 1;
    for (; at % 2 == 1; at /= 2) last /= 2;
    Digest old_hash = path.front(), new_hash = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (last == 0) return false;
        if (at % 2 == 1 || at == last) {
            old_hash = node_hash(path[i], old_hash);
            new_hash = node_hash(path[i], new_hash);
            for (; at % 2 == 0 && at != 0; at /= 2, last /= 2) {
            }
        } else {
            new_hash = node_hash(new_hash, path[i]);
        }
        at /= 2;
        last /= 2;
    }
    return last == 0 && old_hash == older_root && new_hash == newer_root;
}

}  // namespace ipep
