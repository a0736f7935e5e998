// A derivation as the contract's JSON tree.
#pragma once

#include <boost/json/fwd.hpp>

#include "projections/derivation.h"
#include "services/questions/explanation_notes.h"

namespace ipep {

// `notes`: what stands behind a measure is shown with the event that brought it. A node `depth` levels below, which has
// inputs, gives none and says that there are deeper ones.
boost::json::object explanation_answer(const Explanation& node, const RulesId& rules,
                                       const ExplanationNotes& notes = {}, int depth = kWholeDerivation);

}  // namespace ipep
