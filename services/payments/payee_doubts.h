// PayeeDoubts: what should be looked at before an account is confirmed; none of it hinders.
//
// Shape:   of a change of payee that waits: its account is one a CPAM pays from; other groupements have it; a bank
//          rejected it; money waits to be paid to the groupement.
// Errors:  none; of an erased account nothing is known.
// Source:  notes on SEPA and on payees; EPC guidance on changes of account.
#pragma once

#include "services/ledger/ledger_service.h"

namespace ipep {

enum class PayeeDoubt : std::uint8_t { ownAccount, otherGroupements, rejected, paymentWaits };
BOOST_DESCRIBE_ENUM(PayeeDoubt, ownAccount, otherGroupements, rejected, paymentWaits)

// `with`: the CPAM, the groupements, the reason's code, the amount.
struct PayeeDoubtFound {
    PayeeDoubt doubt = PayeeDoubt::ownAccount;
    std::string with;
};
// `debtor`: the account the CPAM is configured to pay from, beside those of its files; empty where it is not known.
std::vector<PayeeDoubtFound> doubts_about(LedgerService& ledger, const GroupementId& groupement,
                                          const PendingPayee& pending, const std::string& debtor = {});
// In the reader's words.
std::string sentence_of(const PayeeDoubtFound& found);

}  // namespace ipep
