// Memory: how a program in which one thread does the work asks the system for it.
//
// Shape:   two arenas, for what each of RocksDB's threads would hoard adds up; and the first gibibyte of the heap in
//          large pages where the system has them. What is read of a ledger lies all over it: with small pages the
//          balances of the books after 100,000 transfers took three times the processor time.
// Errors:  none; where addresses or large pages are not to be had, the program works as before.
// Source:  mallopt(3), madvise(2), MADV_HUGEPAGE.
#pragma once

namespace ipep {

// First in main(), before there are other threads.
void settle_memory();

}  // namespace ipep
