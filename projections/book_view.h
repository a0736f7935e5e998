// BookView: the book of facts, one row a groupement, an order, a CPAM, one common
// to all, so that `decide` reads only what it needs.
#pragma once

#include "ledger/book.h"
#include "projections/row_source.h"
#include "projections/view.h"

namespace ipep {

class BookView {
public:
    static constexpr const char* name = "book";
    BookView(RowSource source, Position position);

    void fold(const Event& event) { evolve(book_, event); }
    void take_changes(Rows& to);
    const Book& book() const { return book_; }

private:
    RowSource source_;
    Book book_;
};

}  // namespace ipep
