// Personal: a value about a person (a payee's name, IBAN, BIC), which the log may not hold.
//
// Shape:  the sealed record keeps `seal`, SHA-256(32 random bytes ‖ value); value and random bytes lie in a store of
//         their own that can be emptied. `value` is absent where it was erased or was not asked for.
// Source: specification §16.
#pragma once

#include <optional>
#include <string>

#include "ledger/digest.h"

namespace ipep {

struct Personal {
    std::optional<std::string> value;
    Digest seal{};
    bool operator==(const Personal& other) const { return value == other.value; }
};

// ISO 13616 (length of the country, key modulo 97) and, for France, the RIB key.
bool iban_checks(std::string_view iban);
// ISO 9362: 8 or 11 characters, bank, country, place, optional branch.
bool bic_checks(std::string_view bic);

}  // namespace ipep
