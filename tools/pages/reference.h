// Reference: pages generated from the program's own lists, so that they cannot be out of date.
#pragma once

#include <string>

namespace ipep {

// Every kind of fact with its members and their forms.
std::string facts_reference();
// Every ground of a suspension, and whether a requisition overrides it.
std::string grounds_reference();
// Every refusal and fault as Markdown: code, section, sentence. Kept as ledger/REFUSALS.md; a test compares.
std::string refusals_reference();

}  // namespace ipep
