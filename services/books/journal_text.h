// Journal text: the books as other programs read them.
//
// Shape:  hledger and ledger read one text, with a balance assertion behind the last posting of a day to an account;
//         beancount has its own, with every balance asserted on the first of each month; CSV has a line a posting.
//         fec.h has the FEC. A part of the books keeps the numbers of its entries, and asserts no balance where it does
//         not begin with the first entry.
// Units:  euros with two decimals, a point; in the FEC's text a comma.
// Source: contract, "Payments"; livre des procédures fiscales, art. A47 A-1 ("à l'usage de l'audit").
#pragma once

#include "services/books/books.h"
#include "services/books/period.h"

namespace ipep {

enum class JournalStyle : std::uint8_t { hledger, ledger, beancount, fec, fec_xml, csv };

std::string journal_text(JournalStyle style, const Books& books, const Period& period);

// "Liabilities:407100:G01": no two groupements share one, whatever their identifiers, and all three programs take it.
std::string account_name(const JournalLine& line, const JournalEntry& entry);
// What an entry says of itself.
std::string narration(const JournalEntry& entry);

}  // namespace ipep
