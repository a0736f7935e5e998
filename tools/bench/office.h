// Office: a ledger in which CPAMs have ordered many times, and a page of the console is as long as it gets.
//
// Shape:   five result years settled one behind the other. In each round every CPAM orders all that is owed: the bank
//          rejects a round's orders, the next are cancelled, the last of a year are paid. In the last year one CPAM
//          stops at orders, one at approved ones, one at issued ones with lines of a statement that no order explains.
// Errors:  std::runtime_error or Fault, where the ledger refuses a step.
// Threads: before any other starts, for the clock of a trial ledger is the process's.
#pragma once

#include "tools/bench/bench.h"

namespace ipep::bench {

// Those of the office, in the order in which they stop.
inline constexpr const char* kOfficeCpams[] = {"131", "351", "751"};

// How many orders there are in the end.
std::size_t make_office(const std::string& folder, std::int64_t groupements);

}  // namespace ipep::bench
