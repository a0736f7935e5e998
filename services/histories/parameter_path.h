// ParameterPath: one parameter of the rules by its path, "caps.groupement", "modulation.knots.1.score",
//                "phases.mixedYears", and the value it is to have.
//
// Shape:  PATH=VALUE; a number ("0.02", "1/3"), a word ("full"), or JSON ("[[\"0\", \"-0.2\"], [\"100\", \"0.2\"]]").
//         Two weights that together make one whole are tied: where one is set and the other is not, the other takes
//         what is left.
// Units:  as the parameter has them: ratios and points exact, amounts in euros, ranks whole.
// Errors: parse_setting gives nothing where the text sets nothing; parameter_unknown where the path leads to no such
//         parameter; parameter_value where the number does not fit there (an amount with more than two decimals, a
//         rank that is not whole); what else refuses the parameters of a `rulesAdopted`.
// Source: specification §15.
#pragma once

#include <variant>

#include "ledger/fact.h"
#include "ledger/rejection.h"

namespace ipep {

struct ParameterValue {
    std::string path;
    std::variant<Exact, std::string> value;  // a number, or JSON
};

std::optional<ParameterValue> parse_setting(const std::string& text);
Verdict<> set_parameters(Parameters& parameters, const std::vector<ParameterValue>& wanted);

}  // namespace ipep
