// SimulationPage: a simulation beside what was recorded, as text for people: the scheme first, then its steps, then the
// groupements.
#pragma once

#include <string>

#include "services/histories/sweep.h"

namespace ipep {

std::string simulation_page(const Simulation& simulation, const Book& recorded, const Supposition& supposition,
                            bool full);

}  // namespace ipep
