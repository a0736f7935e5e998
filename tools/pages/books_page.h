// BooksPage: trial balance, account ledger and variation table as text for people.
#pragma once

#include "services/books/account_movement.h"

namespace ipep {

std::string trial_balance_page(const Books& books, std::optional<Day> on);
std::string account_ledger_page(const AccountLedger& ledger);
std::string variation_page(const Books& books, Span span);

}  // namespace ipep
