// Reach: whether a reading may be asked at all, by what it shows and what it names.
//
// Shape:   what of an answer a reader is shown, the question itself decides (services/reader/reader.h), in every form.
//          Refused is what names another CPAM's group or order, and what cannot be shown in part: a file.
// Errors:  not_allowed, naming the right and the roles that give it.
// Source:  contract, "Payments", table of rights.
#pragma once

#include "services/http/resource.h"

namespace ipep::http {

// Whether the ledger has any role at all.
bool has_roles(LedgerService& ledger);
// What writes is judged by the ledger itself.
Verdict<> may_ask(const Reader& reader, const Asked& asked);

}  // namespace ipep::http
