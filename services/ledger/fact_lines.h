// Fact lines: JSON lines as facts, some at a time, so that the next are read while these are judged.
//
// Shape:   facts in the order of their lines, numbered from 1; blank lines count and say nothing.
// Errors:  of a line that is no fact, with its number: what `parse_fact` refuses.
// Threads: any.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/command.h"
#include "ledger/rejection.h"

namespace ipep {

struct FactLines {
    std::vector<RecordFact> facts;
    std::vector<std::int64_t> lines;  // of each
    std::vector<Rejection> refused;
    std::string_view rest;  // of the text, behind them
    std::int64_t last = 0;  // line read

    bool empty() const { return facts.empty() && refused.empty(); }
};

// The next lines of `text`, which begins behind line `last`: up to the first that is refused, or `all`.
FactLines read_lines(std::string_view text, std::int64_t last, bool all);

}  // namespace ipep
