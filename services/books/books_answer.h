// Books answers: trial balance, account ledger, variation table, reconciliation with the bank and checklist as JSON.
//
// Shape:  trial balance {"cpam","on"?,"accounts":[{"account","label","groupement"?,"debit","credit","balance"}],
//         "total":{"debit","credit"}} · account ledger {"cpam","account","label","groupement"?,"opening","lines":
//         [{"number","on","journal","event","kind","groupement","debit","credit","balance"}],"closing"} ·
//         variation table {"cpam","by","periods":[{"period","accounts":[{…,"opening","debit","credit","closing"}]}]}
//         reconciliation {"cpam","on","books","onlyInBooks":[…],"onlyAtBank":[…],"expected","bank"?,"difference"?} ·
//         checklist {"cpam","month","closed","mayClose","points":[{"point","count","amount","since"?,"binds"}]}
// Units:  amounts are texts with two decimals; a balance is a debit where positive, a credit where negative.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/books/account_movement.h"
#include "services/books/bank_reconciliation.h"
#include "services/books/closing_checklist.h"

namespace ipep {

// `on`: the last day that counts, where one was asked for.
boost::json::object trial_balance_answer(const CpamId& cpam, std::optional<Day> on,
                                         const std::vector<AccountMovement>& movements);
boost::json::object account_ledger_answer(const CpamId& cpam, Account account, const GroupementId& groupement,
                                          const AccountLedger& ledger);
boost::json::object variation_answer(const Books& books, Span span);
boost::json::object bank_reconciliation_answer(const BankReconciliation& found);
boost::json::object closing_checklist_answer(const ClosingChecklist& list);

}  // namespace ipep
