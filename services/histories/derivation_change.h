// DerivationChange: what differs between the derivations of one amount at two settlements.
//
// Shape:  nodes are matched by name and what they are of, level by level. A part of another group in a national sum is
//         a decision with facts of its own: where its value moved, the facts it newly rests on count too.
// Source: contract, `history`; ops/decisions/0004-explanations.md.
#pragma once

#include "services/histories/amount_history.h"

namespace ipep {

// The nodes whose values differ, in the order of the later derivation.
std::vector<HistoryStep> changed_steps(const Explanation& before, const Explanation& after);

// The facts recorded after `since` that `after` rests on and `before` does not, by position. An older one that is only
// now looked at (the value of the year before) follows from them and causes nothing.
std::vector<EventRef> new_facts(const Store& store, const Explanation& before, const Explanation& after,
                                Position since);

// Where an event stands and what it is, without its source.
EventRef reference_to(const Store& store, Position position);

}  // namespace ipep
