// Debtor: the account a CPAM pays from, as its bank knows it; read from a TOML file that operators keep.
//
// Shape:  name = "CPAM d'Ille-et-Vilaine"   iban = "FR76…"   bic = "…"   batch_booking = true
//         The first three are needed. `batch_booking` (true where absent) asks the bank for one debit a file, not one a
//         transfer. Any other key is refused, so that a misspelt one never counts as absent.
// Errors: file_unreadable, debtor_malformed, debtor_key_unknown, debtor_key_missing, debtor_key_invalid.
// Source: notes on SEPA; TOML 1.0.
#pragma once

#include <string>
#include <string_view>

#include "ledger/rejection.h"

namespace ipep {

struct Debtor {
    std::string name, iban, bic;
    bool batch_booking = true;
    bool operator==(const Debtor&) const = default;
};

Verdict<Debtor> read_debtor(const std::string& path);
Verdict<Debtor> parse_debtor(std::string_view toml);

}  // namespace ipep
