// Voucher: the document behind an event, as an order names it.
#pragma once

#include "ledger/event.h"

namespace ipep {

// What the event says of the document: its source, else the decision it names, else what it is and of which day.
Voucher voucher_in(std::string document, const Event& event);

}  // namespace ipep
