// DemoRib: the document in which the made-up bank says whose an account is, as a PDF.
//
// Errors: Fault file_unreadable, where the fonts' package or Pango is missing.
#pragma once

#include <string>

#include "ledger/day.h"
#include "ledger/fact.h"

namespace ipep {

std::string demo_rib(const Payee& payee, Day day);

}  // namespace ipep
