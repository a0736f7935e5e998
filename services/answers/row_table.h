// RowTable: a list of rows as CSV.
//
// Shape:  RFC 4180: a header of the members' names, CRLF, UTF-8. A member that a row lacks is an empty cell, a list or
//         an object stands in its cell as JSON. A row that holds rows is a record for each, one where it holds none.
//         Texts are made harmless to spreadsheets (services/files/csv_text.h).
// Units:  amounts as texts with a point and two decimals.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/questions/row_list.h"

namespace ipep {

// Precondition: the list is flat.
std::string csv_of(const boost::json::object& answer, const questions::RowList& list);

}  // namespace ipep
