// ExplanationPage: a derivation as an indented tree for a terminal, as Graphviz, as a page to unfold, or as JSON.
//
// Shape:  the amount first, every step on one line with its value to the right, its formula and section below it; a leaf
//         names its event and source; what rests on an assumption says so.
#pragma once

#include <boost/json.hpp>

#include "projections/derivation.h"

namespace ipep {

// "advance granted", in the reader's language, for a node's name or a parameter's path.
std::string spoken(const std::string& name);

std::string explanation_text(const Derivation& derivation, const std::string& title, int depth, bool full);
std::string explanation_dot(const Derivation& derivation);
std::string explanation_html(const Derivation& derivation, const std::string& title);
boost::json::object explanation_json(const Explanation& node, const RulesId& rules);

}  // namespace ipep
