// Journal text: the books as other programs read them.
//
// Shape:  hledger and ledger read one text, with a balance assertion behind the last posting of a day to an account;
//         beancount has its own, with every balance asserted on the first of each month; CSV has a line a posting, its
//         texts as services/files/csv_text has them.
//         fec.h has the FEC. No two groupements share an account, whatever their identifiers. A part of the books keeps
//         the numbers of its entries, and asserts no balance where it does not begin with the first entry.
// Units:  euros with two decimals, a point.
// Source: contract, "Payments"; notes on payments, "Books for other programs".
#pragma once

#include "ledger/calendar.h"
#include "services/books/books.h"

namespace ipep {

enum class JournalStyle : std::uint8_t { hledger, ledger, beancount, fec, fec_xml, csv };

// Of the FEC the books bear their digests.
std::string journal_text(JournalStyle style, const Books& books, const Period& period);
// What of the period the text leaves out, in a sentence; empty where it leaves nothing out.
std::string left_out_of(JournalStyle style, const Books& books, const Period& period);

}  // namespace ipep
