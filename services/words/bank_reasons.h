// BankReasons: what a bank's reason code says, in the reader's words.
//
// Shape:  "AC04 closed account", as the ledger keeps it, becomes "account closed (AC04 closed account)"; what has no
//         code that is known stays as it is.
// Source: ISO 20022 External Code Sets; bank-reasons.toml, compiled in.
#pragma once

#include <string>

namespace ipep {

std::string spoken_reason(const std::string& told);

}  // namespace ipep
