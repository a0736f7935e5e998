// BookView: the book of facts, one row a groupement, an order, a CPAM, one common
// to all, so that `decide` reads only what it needs.
//
// Shape:  opened when it is asked for. Versions of what changed since the mark before are noted at each mark (past.h).
#pragma once

#include <unordered_set>

#include "ledger/book.h"
#include "projections/past.h"
#include "projections/row_source.h"

namespace ipep {

class BookView {
public:
    static constexpr const char* name = "book";
    // `source` gives the rows as they were at `position`. Who notes versions says where the next mark is.
    BookView(RowSource source, Position position, PastView* past = nullptr, Position next_mark = 0);

    void fold(const Event& event);
    void take_changes(Rows& to);
    std::size_t in_memory() const { return book_ ? book_->pages_in_memory() : 0; }
    const Book& book() const { return opened(); }

    // The keys of the rows that changed since the last mark, as far as this one folded; and what others did.
    const std::unordered_set<std::string>& changed_since_mark();
    void add_changed(const std::unordered_set<std::string>& keys) { since_mark_.insert(keys.begin(), keys.end()); }
    Position next_mark() const { return next_mark_; }
    // Lets go of what is decoded, but for the pages of CPAMs, which are few. Precondition: the changes were taken.
    void drop();

private:
    Book& opened() const;
    void gather();

    RowSource source_;
    Position position_;
    PastView* past_;
    Position next_mark_;
    mutable std::optional<Book> book_;
    std::unordered_set<std::string> unsaved_, since_mark_;
};

}  // namespace ipep
