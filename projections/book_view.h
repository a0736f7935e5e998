// BookView: the book of facts, one row a groupement, an order, a CPAM, one common
// to all, so that `decide` reads only what it needs.
//
// Shape:  opened when it is asked for. Versions of what changed are noted at the end of each window of events (past.h).
#pragma once

#include <set>

#include "ledger/book.h"
#include "projections/past.h"
#include "projections/row_source.h"

namespace ipep {

class BookView {
public:
    static constexpr const char* name = "book";
    // `source` gives the rows as they were at `position`.
    BookView(RowSource source, Position position, PastView* past = nullptr);

    void fold(const Event& event);
    void take_changes(Rows& to);
    const Book& book() const { return opened(); }

    // The keys of the rows that changed since the window began, as far as this one folded it; and what others did.
    const std::set<std::string>& changed_in_window();
    void add_changed(const std::set<std::string>& keys) { in_window_.insert(keys.begin(), keys.end()); }

private:
    Book& opened() const;
    void gather();

    RowSource source_;
    Position position_;
    PastView* past_;
    mutable std::optional<Book> book_;
    std::set<std::string> unsaved_, in_window_;
};

}  // namespace ipep
