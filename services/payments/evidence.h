// Evidence: what a visa asks of the world: whether the payee's account checks and a file can carry the transfer, who
// else has this account, and whether each debt computes again.
//
// Shape:  a settlement is performed again once a revision, from the facts known before it, and each line held against
//         the recorded one; a seed credit from its assessment.
// Errors: Fault, where the log cannot be read: then nobody knows whether the debt is exact.
#pragma once

#include "ledger/payment.h"
#include "ledger/year.h"
#include "services/bank/transfer.h"
#include "services/ledger/ledger_service.h"
#include "services/payments/settled_again.h"

namespace ipep {

// The payee an event names; of any other event an empty one.
Payee payee_in(const Event& event);
// The debts an order pays, by name, as a visa shows what it computed again.
std::string debts_named(const PaymentOrdered& order);
// The payee an order names: what is not known (erased) is empty.
Payee payee_of(const LedgerService& ledger, Position payee_at);
// "FR76…985": enough to know an account by, not to use it.
std::string masked(const std::string& iban);
// What a visa finds of the account by itself: "FR76…985", or that and why no file could carry the transfer.
struct AccountFound {
    bool can_be_sent = false;
    std::string told;
};
AccountFound account_found(const Transfer& transfer);

class Evidence {
public:
    explicit Evidence(LedgerService& ledger) : ledger_(ledger) {}
    VisaEvidence of(const Order& order);

private:
    bool computes_again(const OrderPart& part, const GroupementId& groupement);
    const SettledAgain::Rows& settled_again(ResultYear year);
    SettledAgain::Rows perform_again(ResultYear year, const SettledYear& settled) const;

    LedgerService& ledger_;
    std::map<ResultYear, std::shared_ptr<const SettledAgain::Rows>> again_;  // what this one asked for
};

}  // namespace ipep
