// Merkle: the tree of RFC 6962 over the log's records, by which anyone can check that one record is in it and that a
// later log extends an earlier one.
//
// Shape:  leaf i (from 0) is the record at position i + 1; leaf hash SHA-256(0x00 ‖ record), node SHA-256(0x01 ‖ left ‖
//         right). Whole subtrees from kStoredLevel up are stored as the log grows; the few leaves below are hashed
//         again from their records, so that a proof costs O(log n) reads and an append few writes.
// Source: RFC 6962 §2.1.
#pragma once

#include <functional>
#include <vector>

#include "events/seal.h"
#include "ledger/id.h"

namespace ipep {

inline constexpr unsigned kStoredLevel = 5;

Digest leaf_hash(std::string_view record);
Digest node_hash(const Digest& left, const Digest& right);

// A whole subtree: 2^level leaves from index × 2^level.
struct Subtree {
    unsigned level = 0;
    std::uint64_t index = 0;
    auto operator<=>(const Subtree&) const = default;
};

// The growing right edge of the tree: one hash for each whole subtree of the binary form of its size.
class TreeEdge {
public:
    // Calls whole(subtree, hash) for every subtree of kStoredLevel and up that this leaf completes.
    void add(const Digest& leaf, const std::function<void(Subtree, const Digest&)>& whole);
    std::uint64_t size() const { return size_; }
    Digest root() const;

private:
    friend class MerkleTree;
    std::uint64_t size_ = 0;
    std::vector<Digest> hashes_;  // of falling size
};

// Reads a tree of any size up to the log's through its subtrees.
class MerkleTree {
public:
    using Hash = std::function<Digest(Subtree)>;
    explicit MerkleTree(Hash hash) : hash_(std::move(hash)) {}

    Digest root(std::uint64_t size) const { return size == 0 ? sha256({}) : range(0, size); }
    TreeEdge edge(std::uint64_t size) const;
    // Precondition: index < size.
    std::vector<Digest> inclusion(std::uint64_t index, std::uint64_t size) const;
    // Precondition: older ≤ newer. Empty from 0, and between equal sizes.
    std::vector<Digest> consistency(std::uint64_t older, std::uint64_t newer) const;

private:
    Digest range(std::uint64_t from, std::uint64_t until) const;
    void path(std::uint64_t index, std::uint64_t from, std::uint64_t until, std::vector<Digest>& out) const;
    void subproof(std::uint64_t older, std::uint64_t from, std::uint64_t until, bool whole,
                  std::vector<Digest>& out) const;

    Hash hash_;
};

// What a verifier does with a proof; nothing of the log is needed.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Digest>& proof,
                      const Digest& root);
bool verify_consistency(std::uint64_t older, std::uint64_t newer, const std::vector<Digest>& proof,
                        const Digest& older_root, const Digest& newer_root);

}  // namespace ipep
