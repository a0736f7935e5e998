// Records: sealed records one behind the other, in the very memory that RocksDB will write, with the nodes of the tree
// they complete: whoever seals them prepares the commit while the next events are judged.
//
// Shape:   positions `before` + 1 and on. In one piece: to copy or to free a thousand records one by one costs as much
//          as to judge the facts in them.
// Threads: one at a time; the store itself is not touched.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "events/merkle.h"
#include "ledger/id.h"

namespace rocksdb {
class ColumnFamilyHandle;
class WriteBatch;
}  // namespace rocksdb

namespace ipep {

// What records add to the stored tree.
using TreeNodes = std::vector<std::pair<Subtree, Digest>>;

class Records {
public:
    // `events` is the column family they go to; `edge` the tree's before them, nothing where no tree is kept.
    Records(Position before, rocksdb::ColumnFamilyHandle* events, std::optional<TreeEdge> edge);
    Records(Records&&) noexcept;
    ~Records();

    void add(std::string_view record);

    Position before() const { return before_; }
    std::size_t size() const { return places_.size(); }
    bool empty() const { return places_.empty(); }
    // Valid until the next is added. Precondition: index < size().
    std::string_view operator[](std::size_t index) const;

    rocksdb::WriteBatch& writes() { return *writes_; }
    const std::optional<TreeEdge>& edge() const { return edge_; }
    const TreeNodes& nodes() const { return nodes_; }

private:
    struct Place {
        std::size_t begin, size;
    };
    Position before_;
    rocksdb::ColumnFamilyHandle* events_;
    std::unique_ptr<rocksdb::WriteBatch> writes_;
    std::vector<Place> places_;  // in the batch
    std::optional<TreeEdge> edge_;
    TreeNodes nodes_;
};

}  // namespace ipep
