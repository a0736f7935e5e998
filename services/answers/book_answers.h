// Book answers: what journal, trial-balance, account-ledger and variation-table are answered with.
//
// Source: contract, "Payments"; code de la sécurité sociale L.114-5.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/books/account_movement.h"
#include "services/questions/bookkeeping.h"

namespace ipep {

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Journal& question);

struct TrialBalanceShown {
    Books books;
    std::optional<Day> on;  // the last day that counts
};
Verdict<Answer<TrialBalanceShown>> answer(Asking& asking, const questions::TrialBalance& question);
boost::json::object document(const TrialBalanceShown& value);

struct AccountLedgerShown {
    Books books;  // the lines are of its entries
    Account account;
    GroupementId groupement;  // empty: of all
    AccountLedger ledger;
};
Verdict<Answer<AccountLedgerShown>> answer(Asking& asking, const questions::AccountLedger& question);
boost::json::object document(const AccountLedgerShown& value);

struct VariationShown {
    Books books;
    Span span;
};
Verdict<Answer<VariationShown>> answer(Asking& asking, const questions::VariationTable& question);
boost::json::object document(const VariationShown& value);

}  // namespace ipep
