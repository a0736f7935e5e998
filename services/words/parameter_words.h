// ParameterWords: the parameters of the rules as people read them.
#pragma once

#include <string>
#include <vector>

#include "ledger/parameters.h"

namespace ipep {

// Each parameter by its path ("efficiency.band"), in declared order, with its value in words and figures.
std::vector<std::pair<std::string, std::string>> shown_parameters(const Parameters& parameters);

// A value as JSON, as people write it; of a list or an object the JSON without its quotes; "–" for none.
std::string shown_choice(const std::string& json);

}  // namespace ipep
