// Reliance: what evolve relies on of an event, asserted before it is taken in and after. decide promised it; where it
// does not hold, the program that wrote or reads the log has a defect, and ends before the next append.
//
// Shape:  the state an act was decided on, amounts that add up, references that are known; then no sum below zero.
// Errors: the process ends with exit code 70, the condition, the position, the kind and the values (ledger/check.h).
// Source: design, "checks in pairs, before writing and after reading".
#pragma once

#include "ledger/book.h"

namespace ipep {

void check_before(const Book& book, const Event& event);
void check_after(const Book& book, const Event& event);

}  // namespace ipep
