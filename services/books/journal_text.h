// Journal text: the books as other programs read them.
//
// Shape:  hledger and ledger read one text, with balance assertions behind the last posting of a day to an account;
//         beancount has its own; FEC is tab-separated, 18 columns and the event, or XML (format A47A-I-VII-1).
// Units:  euros with two decimals, a point; in the FEC's text a comma.
// Source: contract, "Payments"; livre des procédures fiscales, art. A47 A-1 ("à l'usage de l'audit").
#pragma once

#include "services/books/journal.h"

namespace ipep {

enum class JournalStyle : std::uint8_t { hledger, ledger, beancount, fec, fec_xml, csv };

// `whole`: the entries begin with the first one, so that balances can be asserted. `names` are those of groupements.
std::string journal_text(JournalStyle style, const std::vector<JournalEntry>& entries, bool whole,
                         const std::map<GroupementId, std::string>& names);

}  // namespace ipep
