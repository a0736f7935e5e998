// RowPage: the rows of an answer that a request asks for, as JSON or as CSV: so many at a time, behind the ones it was
// given before.
//
// Shape:   `limit` rows at most, 1000 where nothing is said and never more; `after` is the cursor that the page before
//          gave, opaque to who sends it: how many rows were given, and what the last of them says. Rows of several
//          lists are counted one list behind the other; what stands beside them stands in each page. Of one state, the
//          lists of all pages one behind the other are the whole answer's.
//          CSV is RFC 4180 with a header of the members' names; what is a list or an object stands in its cell as JSON.
// Errors:  parameter_malformed; cursor_unknown, where the cursor is none of this list, or its rows are not those that
//          were given (a reader's roles changed); not_acceptable, where the answer is no table.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/http/resource.h"
#include "services/questions/row_list.h"

namespace ipep {

inline constexpr std::uint64_t kMostRows = 1000;

// Of events, whose cursor is a position: the page asked for as `events` itself is asked, by `from` and `limit`.
Verdict<> ask_by_position(http::Fields& query);

class RowPage {
public:
    static Verdict<RowPage> of(const http::Asked& asked);

    // The answer's bytes; of a resource that has no pages, whole.
    Verdict<std::string> bytes(boost::json::object&& answer);
    // What the query of the next page says; empty behind the last.
    const http::Fields& next() const { return next_; }

private:
    Verdict<> cut(boost::json::object& answer, const questions::RowLists& lists);

    const http::Resource* resource_ = nullptr;
    bool is_csv_ = false;
    std::uint64_t limit_ = kMostRows, given_ = 0;
    std::string after_, mark_;  // the cursor, and what it says of the last row given
    http::Fields next_;
};

// What follows of a page is put behind what was had of the answer before it.
void join_page(boost::json::object& answer, boost::json::object&& page, const http::Resource& resource);

}  // namespace ipep
