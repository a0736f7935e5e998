// RecordedBy: who recorded what makes or raises the debt an order pays. None of them approves it.
//
// Shape:  the facts behind each part of the order, the settlement's last revision, the refunds behind what goes back to
//         the groupement; and, whatever the order pays, refunds that no line of the bank shows.
// Source: contract, "Payments"; code de la sécurité sociale D.253-4.
#pragma once

#include "ledger/payment.h"

namespace ipep {

std::set<PersonId> recorded_by(const Book& book, const PaymentOrdered& order);

// Whether the bank shows the refund: a line of it, that brought so much, was read and is this refund's.
bool is_seen(const CpamState& cpam, const RefundReceived& refund);
// The line of the bank that a refund under this reference may name; null where none brought so much and is free.
const SeenCredit* line_for(const CpamState& cpam, const RefundReceived& refund);

}  // namespace ipep
