// Memory: how a program in which one thread does the work asks the system for it.
//
// Shape:   two arenas, for what each of RocksDB's threads would hoard adds up; and the first gibibyte of the heap in
//          large pages where the system has them. A table of views is walked all over, and with small pages looking up
//          addresses took more than half the time of a balance of 400,000 entries.
// Errors:  none; where addresses or large pages are not to be had, the program works as before.
// Source:  mallopt(3), madvise(2), MADV_HUGEPAGE.
#pragma once

namespace ipep {

// First in main(), before there are other threads.
void settle_memory();

}  // namespace ipep
