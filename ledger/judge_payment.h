// judge_payment: may a fact about payees, oppositions, credits, refunds, write-offs, accruals or roles be recorded.
//
// Shape:  called by judge(), which has judged key and authority. `correcting`: in the place of the fact it corrects.
// Source: contract, "Payments".
#pragma once

#include "ledger/book.h"
#include "ledger/rejection.h"

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

}  // namespace ipep
