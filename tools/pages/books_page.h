// BooksPage: trial balance, ledgers, variation table, reconciliation with the bank and checklist as text for people.
#pragma once

#include "services/books/account_movement.h"
#include "services/books/bank_reconciliation.h"
#include "services/books/closing_checklist.h"

namespace ipep {

std::string trial_balance_page(const std::vector<AccountMovement>& accounts);
std::string account_ledger_page(const AccountLedger& ledger);
std::string general_ledger_page(const std::vector<std::pair<Account, AccountLedger>>& accounts);
std::string variation_page(const Books& books, Span span);
std::string bank_reconciliation_page(const BankReconciliation& found);
std::string closing_checklist_page(const ClosingChecklist& list);

}  // namespace ipep
