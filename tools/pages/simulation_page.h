// SimulationPage: a simulation beside what was recorded, as text for people: the scheme first, then its steps, then the
// groupements.
#pragma once

#include <string>

#include "services/answers/simulation_answers.h"

namespace ipep {

std::string simulation_page(const SimulationShown& shown, bool full);

}  // namespace ipep
