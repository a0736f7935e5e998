// A derivation as the contract's JSON tree.
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/explanation.h"

namespace ipep {

boost::json::object explanation_answer(const Explanation& node, const RulesId& rules);

}  // namespace ipep
