// Letter reading: the letter on one order, from what the ledger knows of it.
//
// Errors: unknown_order; letter_without_payment, where the order was not issued or its money came back; payee_erased;
//         not_allowed, where the reader may not read payees.
// Source: contract, "Payments", table of rights.
#pragma once

#include "services/ledger/ledger_service.h"
#include "services/letter/letter.h"
#include "services/reader/reader.h"

namespace ipep {

Verdict<Letter> letter_on(LedgerService& ledger, const OrderId& order, const Reader& reader);

// The letters on all orders of a file for the bank, in order of number, and why there is none on the others.
struct LettersOfFile {
    std::vector<std::pair<OrderId, Letter>> letters;
    std::vector<Rejection> without;
};
// Errors: file_unreadable, where there is no such file; not_allowed.
Verdict<LettersOfFile> letters_of(LedgerService& ledger, const std::string& message, const Reader& reader);

}  // namespace ipep
