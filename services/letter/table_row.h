// TableRow: a row of a table on paper, in a terminal or on a page: a text for each column.
#pragma once

#include <string>
#include <vector>

namespace ipep {

struct TableRow {
    std::vector<std::string> cells;
    bool is_sum = false;  // of what stands above it
};

}  // namespace ipep
