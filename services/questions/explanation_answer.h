// A derivation as the contract's JSON tree.
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/explanation.h"
#include "services/questions/explanation_notes.h"

namespace ipep {

// `notes`: what stands behind a measure is shown with the event that brought it.
boost::json::object explanation_answer(const Explanation& node, const RulesId& rules,
                                       const ExplanationNotes& notes = {});

}  // namespace ipep
