// Bank matching: which orders a line of the bank is about, by each name banks give: EndToEndId, PmtInfId, MsgId, or
// what a batch comes to.
//
// Shape:  `named` are the orders the line names, before it is asked whether the amounts agree; `booked` those of them
//         that one debit of so much can be, what was rejected in the meantime included where the bank debited it too.
// Source: contract, `bank`; notes on payments, "BtchBookg"; ISO 20022 camt.053, NtryDtls/Btch.
#pragma once

#include "services/bank/bank_message.h"
#include "services/ledger/ledger_service.h"

namespace ipep {

class BankMatching {
public:
    explicit BankMatching(LedgerService& ledger) : ledger_(ledger) {}

    std::vector<OrderId> named(const BankLine& line);
    // A batch that is not named, by count and sum: the file of the CPAM that came to as much, if it is one alone.
    std::vector<OrderId> by_count_and_sum(const CpamId& cpam, const BankLine& line);
    // Those of the named whose amounts are the line's; none where no choice agrees.
    std::vector<OrderId> booked(const std::vector<OrderId>& named, const BankLine& line) const;
    // Whether a line that names no order is about us all the same: a reference of our making, or a payee's account.
    bool concerns(const CpamId& cpam, const BankLine& line);

private:
    OrderView& orders() { return ledger_.views().orders(); }
    const Order& order(const OrderId& id) const { return *ledger_.book().find(id); }
    const std::set<std::string>& accounts_of(const CpamId& cpam);

    LedgerService& ledger_;
    std::map<CpamId, std::set<std::string>> accounts_;  // of payees
};

}  // namespace ipep
