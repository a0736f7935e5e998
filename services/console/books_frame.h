// BooksFrame: what the pages of a CPAM's books share: where they lie, the days asked for, and files to download.
#pragma once

#include "ledger/calendar.h"
#include "services/books/account_movement.h"
#include "services/console/visit.h"
#include "services/sheets/csv_file.h"

namespace ipep {

enum class BooksPage : std::uint8_t { journal, ledger, balance, variations, bank, closing };

std::string books_path(const CpamId& cpam, BooksPage page, const std::string& query = {});

// `from` and `to` of the query, both inclusive; what is no day counts as none.
Period asked_days(const Visit& visit);
// The links to the other pages of these books, the days asked for, and the file of this one.
void put_books_frame(const Visit& visit, const CpamId& cpam, BooksPage page, Data& data);
// The same page as CSV: whether it is asked for, and where.
bool asks_csv(const Visit& visit);
ConsolePage csv_page(const sheets::CsvFile& file, const std::string& name);

std::string label_of(const AccountId& account);
// Either side of an amount, empty on the other: "1 234,56 €".
std::string debit_side(Money amount);
std::string credit_side(Money amount);
// The same as a field of a CSV.
void put_sides(Money amount, sheets::CsvFile& file);

}  // namespace ipep
