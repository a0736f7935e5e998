// Books answers: trial balance, account ledger and variation table as JSON.
//
// Shape:  trial balance {"cpam","on"?,"accounts":[{"account","label","groupement"?,"debit","credit","balance"}],
//         "total":{"debit","credit"}} · account ledger {"cpam","account","label","groupement"?,"opening","lines":
//         [{"number","on","journal","event","kind","groupement","debit","credit","balance"}],"closing"} ·
//         variation table {"cpam","by","periods":[{"period","accounts":[{…,"opening","debit","credit","closing"}]}]}
// Units:  amounts are texts with two decimals; a balance is a debit where positive, a credit where negative.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/books/account_movement.h"

namespace ipep {

// `on`: the last day that counts, where one was asked for.
boost::json::object trial_balance_answer(const Books& books, std::optional<Day> on);
boost::json::object account_ledger_answer(const CpamId& cpam, Account account, const GroupementId& groupement,
                                          const AccountLedger& ledger);
boost::json::object variation_answer(const Books& books, Span span);

}  // namespace ipep
