// Sight: what one reader of the command line may see of an event.
//
// Shape:  names, IBAN and BIC stand in the event where the reader's roles let them be read, "—" where not. Who gives no
//         name is whoever holds the ledger's files, and reads all.
// Source: contract, "Payments", table of rights.
#pragma once

#include "services/ledger_service.h"

namespace ipep {

void reveal_to(const PersonId& reader, LedgerService& ledger, Event& event);

}  // namespace ipep
