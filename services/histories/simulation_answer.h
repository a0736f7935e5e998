// SimulationAnswer: simulate as JSON and as CSV; the command line, the service and the console give the same.
//
// Units:  amounts as texts with two decimals, figures as the settlement has them; null where one side has no such row.
// Shape:  of the groups that shown_to() left; sums are of all, as of the scheme. The CSV (RFC 4180, UTF-8, a header,
//         one figure a cell, points in decimals) is one table: the points of a sweep, a row a year and `all`; else the
//         spreads of draws; else the rows as simulated, with the due recorded beside.
// Source: contract, "Histories".
#pragma once

#include "services/histories/break_even.h"
#include "services/histories/draws.h"
#include "services/histories/sweep.h"
#include "services/reader/reader.h"

namespace ipep {

Simulation shown_to(const Reader& reader, Simulation simulation);
Drawn shown_to(const Reader& reader, Drawn drawn);

// Where two sides differ, and what each has.
boost::json::array figures_answer(const std::vector<FigureDifference>& all, const char* before, const char* after);
boost::json::object simulation_answer(const Simulation& simulation);
boost::json::object sweep_answer(const Sweep& sweep, const std::vector<SweepPoint>& points);
// Of two.
boost::json::object grid_answer(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points);
boost::json::object drawn_answer(const Drawn& drawn);
boost::json::object break_even_answer(const BreakEvenPlan& plan, const BreakEven& found);

std::string sweep_csv(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points);
std::string drawn_csv(const Drawn& drawn);
std::string simulation_csv(const Simulation& simulation);

}  // namespace ipep
