// BankReconciliation: account 512 of a CPAM's books on a day, held against what the bank's statements show of it.
//
// Shape:   what is posted and on no statement by that day, and what is on a statement and posted nowhere. A payment
//          counts as shown once a line of an account statement books it; that a bank accepted it, or says it is done,
//          is no line. A refund is shown where a line of the bank explains it. Lines of other business are one line. A
//          line that was set aside is named with the reason: the account shows it all the same.
// Units:   euros and cents; an amount is positive into the account, negative out of it.
// Promise: books − only in the books + only at the bank = what the bank's account shows of the incentive payments, and
//          `difference` is what the bank's own balance says beyond that.
// Source:  notes on payments, "Month: … reconciliation"; code de la sécurité sociale D.122-6.
#pragma once

#include "services/books/books.h"

namespace ipep {

struct PostedAlone {
    std::size_t number = 0;  // of the entry
    Position event = 0;
    Day on;
    std::string kind;  // of the event
    GroupementId groupement;
    OrderId order;  // empty for a refund
    Money amount;
};

struct BankReconciliation {
    CpamId cpam;
    Day on;
    Money books;                        // balance of account 512 at the end of that day
    std::vector<PostedAlone> in_books;  // by day
    std::vector<OpenLine> at_bank;      // in the order in which they were read; those set aside too
    std::optional<Money> told;          // the bank's balance, where it was given

    Money only_in_books() const;
    Money only_at_bank() const;
    Money expected() const { return books - only_in_books() + only_at_bank(); }
    std::optional<Money> difference() const;
};

// Of books that reach the day at least, read of these views. `told`: the balance of the account at the end of that day,
// as the bank gives it.
BankReconciliation reconcile_bank(LedgerService& ledger, Views& views, const Books& books, Day on,
                                  std::optional<Money> told);

}  // namespace ipep
