// RulesPage: every parameter of one version of the rules with its value, its section and how sure we are of it.
#pragma once

#include <string>

#include "ledger/fact.h"

namespace ipep {

std::string rules_page(const RulesAdopted& adopted);

}  // namespace ipep
