// Remittance: what the payee's bank statement says of an order.
#pragma once

#include "ledger/act.h"

namespace ipep {

inline std::string remittance_of(const PaymentOrdered& order) {
    return "IPEP " + order.order.text + ' ' + order.groupement.text;
}

}  // namespace ipep
