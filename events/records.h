// Records: sealed records one behind the other, in the very memory that will be written, with the nodes of the tree
// they complete: whoever seals them prepares the commit while the next events are judged.
//
// Shape:   positions `before` + 1 and on. In one piece: to copy or to free a thousand records one by one costs as much
//          as to judge the facts in them.
// Threads: one at a time; the log itself is not touched.
#pragma once

#include "events/log_tables.h"
#include "events/merkle.h"

namespace ipep {

// What records add to the stored tree.
using TreeNodes = std::vector<std::pair<Subtree, Digest>>;

class Records {
public:
    // `edge` is the tree's before them, nothing where no tree is kept.
    Records(Position before, std::unique_ptr<LogWrites> writes, std::optional<TreeEdge> edge)
        : before_(before), writes_(std::move(writes)), edge_(std::move(edge)) {}

    void add(std::string_view record);

    Position before() const { return before_; }
    std::size_t size() const { return places_.size(); }
    bool empty() const { return places_.empty(); }
    // Valid until the next is added. Precondition: index < size().
    std::string_view operator[](std::size_t index) const;

    LogWrites& writes() { return *writes_; }
    const std::optional<TreeEdge>& edge() const { return edge_; }
    const TreeNodes& nodes() const { return nodes_; }

private:
    struct Place {
        std::size_t begin, size;
    };
    Position before_;
    std::unique_ptr<LogWrites> writes_;
    std::vector<Place> places_;  // in what is written
    std::optional<TreeEdge> edge_;
    TreeNodes nodes_;
};

}  // namespace ipep
