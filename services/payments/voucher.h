// Voucher: the document behind an event, as an order names it.
#pragma once

#include <optional>

#include "ledger/event.h"

namespace ipep {

class LedgerService;

// What the event says of the document: its source, else the decision it names, else what it is and of which day.
Voucher voucher_in(std::string document, const Event& event);

// What whoever confirmed the changed account held it against, as the bank's RIB; nothing where no document was named.
// Precondition: the order rests on a change of payee, which was confirmed before it.
std::optional<Voucher> confirmation_voucher(LedgerService& ledger, const PaymentOrdered& order);

}  // namespace ipep
