// KeptVersions: how far the versions of rows reach that lie beside them; and of one groupement its book and its orders,
// found by the chunks that are about it.
//
// Errors: Fault damaged_store, where the rows are none.
#pragma once

#include "ledger/book.h"
#include "projections/past.h"
#include "projections/row_source.h"

namespace ipep {

// 0 where there are none of this shape.
Position versions_kept(const Store& store);

// The last mark of the pages of the book at or before a position, and where the next is; the beginning where none is.
struct BookMark {
    Position position = 0, next = kPastChunk;
};
BookMark mark_before(const Store& store, Position position);

// Each version of a row up to `until`, from the oldest on; one that was gone has no bytes. Precondition as below.
std::vector<std::pair<Position, std::string>> versions_of(const Store& store, char view, std::string_view key,
                                                          Position until);

// The events up to `until` that wrote a row, in order: the one with the key, or any whose key begins so.
std::vector<Position> positions_written(const Store& store, char view, Match match, std::string_view key,
                                        Position until);

// The orders of a groupement that were made up to `until`, in order, as they were made.
struct OrderMade {
    Position position = 0;
    PaymentOrdered ordered;
};
std::vector<OrderMade> orders_made(const Store& store, const GroupementId& groupement, Position until);

// The book as it stood, for who asks what is known of one groupement and decided about it, and what is common to all:
// of others, and of orders, refunds and what banks said, it knows what was known at the last mark.
class BookOfGroup {
public:
    // Precondition: `until` is not beyond versions_kept().
    BookOfGroup(const Store& store, Position until, const GroupementId& groupement);
    BookOfGroup(const BookOfGroup&) = delete;

    const Book& book() const { return book_; }

private:
    BookOfGroup(const Store& store, Position until, const GroupementId& groupement, Position mark);

    RowSource source_;
    Book book_;
};

}  // namespace ipep
