// Process: what each program of the project settles before it does anything else.
//
// Shape:   descriptors 0, 1 and 2 are open: a program may be started with some of them closed, and what it opened next
//          would take their numbers, so that its answer went into the ledger's own files. Each is opened on /dev/null.
//          Whatever the program makes from here on, libraries' files too, is its user's alone: 0600, folders 0700.
// Threads: first in main(), before there are others.
#pragma once

#include <cstdint>

namespace ipep {

// What comes of reading and writing where nothing was open: it fails, as on a full disk, so that a lost answer is told;
// or it goes nowhere, where nobody asked for what a server logs.
enum class Closed : std::uint8_t { fails, goes_nowhere };

void settle_process(Closed closed);

// The exit code of a program that ends with `code`: 3 where not all it said on stderr has gone out.
int exit_code_told(int code);
// The same of one whose answers no Shell looks after: what was lost of them is told, too.
int exit_code_told(const char* program, int code);

}  // namespace ipep
