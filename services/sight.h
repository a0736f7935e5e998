// Sight: what one reader may see of an event.
//
// Shape:  names, IBAN and BIC stand in the event where the reader's roles let them be read, "—" where not: those of
//         payees, the account a visa checked, the account payments are made from. Who gives no name is whoever holds
//         the ledger's files, and reads all.
// Source: contract, "Payments", table of rights.
#pragma once

#include <set>

#include "services/ledger_service.h"

namespace ipep {

// Gives the subjects of whom something personal is shown.
std::set<std::string> reveal_to(const PersonId& reader, LedgerService& ledger, Event& event);
// The same without anything personal.
void veil_from(const PersonId& reader, const Book& book, Event& event);

}  // namespace ipep
