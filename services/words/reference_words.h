// ReferenceWords: what the ledger names by a path or a kind, in the reader's words.
#pragma once

#include <string>

namespace ipep {

// "settlement/2021/G02/due" as "Incentive due to groupement G02 for 2021"; what is no such name, as it is.
std::string spoken_reference(const std::string& text);
// Of a document that has no reference the ledger keeps kind and day of its event: "incentiveSettled 2024-07-01" is
// "Incentive settled 2024-07-01"; any other as it is.
std::string spoken_voucher(const std::string& reference);
// Whether a member of this name is a measured or computed number, and no amount: "score", "perPatient".
bool is_decimal_member(std::string_view name);

}  // namespace ipep
