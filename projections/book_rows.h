// BookRows: the pages of the book as rows, each kind under a letter of its own.
//
// Errors: Fault damaged_store, where a row is none.
#pragma once

#include "ledger/book.h"
#include "projections/row_source.h"

namespace ipep::book_rows {

inline const std::string kCommon = "c";
inline constexpr const char *kGroup = "g", *kOrder = "o", *kCpam = "p", *kLikeness = "n", *kStated = "s";

// A book whose pages are fetched as they are asked for. `source` stays where it is.
Book book_over(const RowSource& source, Position position);
// The page under the key of its row. Precondition: it is known.
std::string encoded(const Book& book, const std::string& key);

}  // namespace ipep::book_rows
