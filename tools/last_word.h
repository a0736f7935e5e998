// LastWord: what a program says when something ends it that no answer can come back from.
//
// Shape:  what nobody catches, and what only this program can break, is a defect: one line, exit code 70. A check of
//         RocksDB's own that fails (Debian builds it with assertions on) is a fault of the files or the disk, with a
//         code: store_stopped, exit code 3.
// Errors: none; it does not return. What was not acknowledged before is not recorded.
// Source: contract, exit codes; ops/decisions/0003-durability.md.
#pragma once

#include <functional>

#include "ledger/rejection.h"

namespace ipep {

// First thing in a program. `tell` prints the fault as the program prints others; until it is given, a plain line is.
void prepare_last_word(std::function<void(const Rejection&)> tell = {});

}  // namespace ipep
