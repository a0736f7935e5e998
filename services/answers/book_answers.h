// Book answers: what journal, trial-balance, account-ledger, general-ledger, variation-table, bank-reconciliation and
// closing-checklist are answered with.
//
// Source: contract, "Payments"; code de la sécurité sociale L.114-5.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/books/account_movement.h"
#include "services/books/bank_reconciliation.h"
#include "services/books/closing_checklist.h"
#include "services/questions/bookkeeping.h"

namespace ipep {

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Journal& question);

struct TrialBalanceShown {
    CpamId cpam;
    std::optional<Day> on;  // the last day that counts
    std::vector<AccountMovement> accounts;
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

struct GeneralLedgerShown {
    Books books;                                              // the lines are of its entries
    std::vector<std::pair<Account, AccountLedger>> accounts;  // by number; those that moved or held something
};
Verdict<Answer<GeneralLedgerShown>> answer(Asking& asking, const questions::GeneralLedger& question);
boost::json::object document(const GeneralLedgerShown& value);

struct VariationShown {
    Books books;
    Span span;
};
Verdict<Answer<VariationShown>> answer(Asking& asking, const questions::VariationTable& question);
boost::json::object document(const VariationShown& value);

// `--bank`: errors: amount_malformed.
Verdict<Answer<BankReconciliation>> answer(Asking& asking, const questions::BankReconciliation& question);
boost::json::object document(const BankReconciliation& value);

// `--month`: wrong usage where it is none.
Verdict<Answer<ClosingChecklist>> answer(Asking& asking, const questions::ClosingChecklist& question);
boost::json::object document(const ClosingChecklist& value);

}  // namespace ipep
