// judge_payment: may a fact about payees, oppositions, credits, refunds, write-offs, accruals, roles or payments
// made before the ledger be recorded.
//
// Shape:  called by judge(), which has judged key and authority. `correcting`: in the place of the fact it corrects.
// Source: contract, "Payments".
#pragma once

#include "ledger/payment.h"

namespace ipep {

Verdict<> judge_payment(const Book& book, const PayeeChanged& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const OppositionNotified& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const OppositionLifted& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const CreditNotified& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const RefundReceived& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const OverpaymentWriteOffDecided& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const AccrualEstimated& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const RoleGranted& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const RoleRevoked& fact, bool correcting);
Verdict<> judge_payment(const Book& book, const PaymentTakenOver& fact, bool correcting);

// An admin is revoked by themselves, or where two others are left: else one could be made the only one by another.
Verdict<> may_be_revoked(const Book& book, const RoleRevoked& role, const Acting& by);
// Whether the role excludes nothing the person was ever given, and is not held already.
Verdict<> may_be_granted(const Book& book, const RoleGranted& role);

}  // namespace ipep
