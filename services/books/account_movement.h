// Account movement: what each account of a CPAM held, what moved it, and what it holds. Trial balance, account ledger
// and variation table are these rows over different periods.
//
// Shape:   one row an account, and one a groupement below it where the chart says so; in order of number, then of
//          groupement. A row that never moved is not there.
// Units:   euros and cents; a balance is a debit where positive, a credit where negative.
// Promise: opening + debit − credit = closing; the debits of all rows equal their credits.
// Source:  notes on payments, "Month: trial balance … with a note of variations".
#pragma once

#include <unordered_map>

#include "ledger/calendar.h"
#include "services/books/books.h"

namespace ipep {

struct AccountId {
    std::string number;
    GroupementId groupement;  // empty where the account has none below it
    auto operator<=>(const AccountId&) const = default;
};

struct Moved {
    Money opening, debit, credit;
    Money closing() const { return opening + debit - credit; }
};

struct AccountMovement : Moved {
    AccountId account;
};

struct PostedLine {
    const BookEntry* entry = nullptr;
    Money amount, balance;  // after it
};

AccountId account_of(const JournalLine& line, const JournalEntry& entry);

// Adds entries up in any order; none is needed once it is added.
class MovementSum {
public:
    explicit MovementSum(const Period& period) : period_(period) {}
    void add(const JournalEntry& entry);
    std::vector<AccountMovement> rows() &&;

private:
    Period period_;
    std::map<Account, std::unordered_map<std::string, Moved>> rows_;  // by groupement, where the account has them
};
std::vector<AccountMovement> movements(const Books& books, const Period& period);
// Of books that are not read whole. Precondition: the CPAM is known there, and may be read.
std::vector<AccountMovement> movements(Views& views, const CpamId& cpam, const Period& period);

// The lines of an account in a period, of one groupement where one is named, and the balance before them.
struct AccountLedger {
    Money opening, closing;
    std::vector<PostedLine> lines;
};
AccountLedger account_ledger(const Books& books, Account account, const GroupementId& groupement, const Period& period);

// The months, or years, in which anything was posted, in order.
std::vector<Period> periods(const Books& books, Span span);

}  // namespace ipep
