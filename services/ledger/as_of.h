// What people write for a state of the ledger: a position, a day, which means its end in Europe/Paris, or a time.
//
// Shape:  171 · 2024-05-31 or 31/05/2024 · 2024-05-31T12:00:00Z. Nothing where it is none of these.
// Source: contract, "The command", `--as-of`.
#pragma once

#include "services/ledger/ledger_service.h"

namespace ipep {

// Precondition: not empty.
std::optional<AsOf> read_as_of(const std::string& text);

}  // namespace ipep
