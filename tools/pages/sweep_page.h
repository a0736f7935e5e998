// SweepPage: what is asked beside a simulation, as text for people: a sweep, a grid, draws, a break-even.
#pragma once

#include <string>

#include "services/answers/simulation_answers.h"

namespace ipep {

// One parameter: a line a value. Two: the balance of each pair, the first down, the second across.
std::string sweep_page(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points);
std::string drawn_page(const Drawn& drawn, bool full);
std::string break_even_page(const BreakEvenPlan& plan, const BreakEven& found);

}  // namespace ipep
