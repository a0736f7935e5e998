// AdoptedRulesText: rules as somebody has them at hand: the body of a `rulesAdopted`, a line that adopts them
// (`rules --shipped`), or what `rules --format json` prints, of which all are taken in their order.
//
// Errors: what refuses a `rulesAdopted`.
// Source: contract, `simulate --rules`.
#pragma once

#include <string_view>
#include <vector>

#include "ledger/fact.h"
#include "ledger/rejection.h"

namespace ipep {

Verdict<std::vector<RulesAdopted>> parse_adopted_rules(std::string_view text);

}  // namespace ipep
