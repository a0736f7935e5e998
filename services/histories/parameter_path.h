// ParameterPath: one parameter of the rules by its path, "caps.groupement", "modulation.knots.1.score",
//                "phases.mixedYears".
//
// Units:  as the parameter has them: ratios and points exact, amounts in euros, ranks whole.
// Errors: parameter_unknown where the path leads to no number; parameter_value where the number does not fit there
//         (an amount with more than two decimals, a rank that is not whole).
// Source: specification §15.
#pragma once

#include "ledger/fact.h"
#include "ledger/rejection.h"

namespace ipep {

struct ParameterValue {
    std::string path;
    Exact value;
};

Verdict<> set_parameter(Parameters& parameters, const ParameterValue& wanted);

}  // namespace ipep
