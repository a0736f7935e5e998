// RowList: the list of rows that an answer is, as its shape marks it: [+ROW] (services/questions/shape.h). Its rows are
// asked for a page at a time, and are a table where their cells are flat.
//
// Shape:  a cell is a value, or a list or an object of values, which stands in it as JSON. Rows that hold rows of their
//         own, marked likewise, are a table of these, each with its outer row's cells: an account's lines.
// Errors: std::invalid_argument, where the notation of a shape does not hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ipep::questions {

struct Column {
    std::string member;
    std::vector<std::string> inner = {};  // the members of the rows that the member holds; else empty

    bool operator==(const Column&) const = default;
};

struct RowList {
    std::string member;  // of the answer
    std::vector<Column> columns;
    bool is_flat = false;
};

// Of one way an answer looks: the lists it marks, in its order.
using RowLists = std::vector<RowList>;

// Of each of the ways it may look.
std::vector<RowLists> row_lists(std::string_view shape);
// Several lists beside each other are no table.
bool is_table(const RowLists& lists);

}  // namespace ipep::questions
