// Voucher: the document behind an event, as an order names it.
#pragma once

#include <optional>

#include "ledger/event.h"

namespace ipep {

class LedgerService;

// What the event says of the document: its source, else the decision it names, else what it is and of which day.
Voucher voucher_in(std::string document, const Event& event);

// What who confirmed the account held it against, as the bank's RIB; nothing where no document was named.
std::optional<Voucher> confirmation_voucher(const LedgerService& ledger, const PaymentOrdered& order);

}  // namespace ipep
