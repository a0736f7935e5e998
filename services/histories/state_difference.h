// StateDifference: what two states of knowledge say differently: figures of settlements, balances, and the corrections
// that lie between.
//
// Shape:  figures by year and groupement, members in the order of the row; balances by groupement; null where one state
//         has no such row. The states may be given in either order.
// Errors: as_of_beyond_head is the caller's: both positions lie within the log.
// Source: contract, `diff`.
#pragma once

#include "ledger/explanation.h"
#include "projections/views.h"
#include "services/histories/simulation.h"

namespace ipep {

struct StateDifference {
    std::vector<FigureDifference> figures, balances;  // year 0 in balances
    std::vector<EventRef> corrections;
};

StateDifference state_difference(const Store& store, Position before, Position after);

}  // namespace ipep
