// Books: the double-entry books of one CPAM as they stand, read from their rows for whoever prints or sums them.
//
// Shape:   every entry of the CPAM in order; where asked for, the names of the groupements in them, also of one that a
//          correction has since moved to another CPAM. A balance asks for no groupement and no order.
// Errors:  unknown_cpam; not_allowed, where the reader may not read the CPAM's amounts. Who gives no name holds the
//          ledger's files, and reads all.
// Source:  contract, "Payments", `journal`; code de la sécurité sociale L.114-5.
#pragma once

#include "projections/journal.h"
#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

struct BookEntry : JournalEntry {
    std::size_t number = 0;  // in the CPAM's books, from 1, without a gap
    std::string end_to_end;  // of the transfer, where the bank moved it; once it was asked for
};

struct Books {
    CpamId cpam;
    std::vector<BookEntry> entries;
    // Once they were asked for:
    std::map<GroupementId, std::string> names;
    std::map<Position, std::string> digests;  // of the entries' events, in hex
};

// Without reading them.
Verdict<> may_read_books(LedgerService& ledger, const CpamId& cpam, const Reader& reader);
Verdict<Books> read_books(LedgerService& ledger, const CpamId& cpam, const Reader& reader);
// At the state of these views. Precondition: the CPAM is known there, and may be read.
Books read_books(Views& views, const CpamId& cpam);
// At the same state.
void add_names(Views& views, Books& books);
void add_transfers(Views& views, Books& books);
void add_digests(LedgerService& ledger, Books& books);

}  // namespace ipep
