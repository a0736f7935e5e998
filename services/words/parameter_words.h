// ParameterWords: the parameters of the rules as people read them.
#pragma once

#include <string>
#include <vector>

#include "ledger/parameters.h"

namespace ipep {

// Each parameter by its path ("efficiency.band"), in declared order, with its value in words and figures.
std::vector<std::pair<std::string, std::string>> shown_parameters(const Parameters& parameters);

}  // namespace ipep
