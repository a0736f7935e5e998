// SettledSteps: one groupement's year from its gain to what is due, step by step.
//
// Shape:  changes add up to the sum that follows them; the last sum is the due amount. `field` is the figure of the
//         settlement a step is derived by, `label` stands in the reader's language.
// Source: specification §7 to §9; contract, "A settlement".
#pragma once

#include <string>
#include <vector>

#include "ledger/decision.h"

namespace ipep {

struct SettledStep {
    const char* field;
    std::string label;
    Money amount;
    bool is_sum = false;
};
std::vector<SettledStep> settled_steps(const SettledRow& row);

}  // namespace ipep
