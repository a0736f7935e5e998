// Curve: a sweep as a picture, SVG 1.1: savings, incentives and balance over the values of a parameter; of two
// parameters the balance over the first, a line for each value of the second.
//
// Shape:  800 × 480, no script and no outside font; title and description for whoever cannot see it; each line has a
//         dash and a label of its own, so that colour says nothing alone. Numbers are drawn, never computed from.
// Source: contract, `simulate --sweep`; WCAG 2.2, 1.4.1.
#pragma once

#include <string>

#include "services/histories/sweep.h"

namespace ipep {

// More lines than this are not told apart.
inline constexpr std::size_t kMostLines = 8;

// Precondition: one sweep, or two of which the second has kMostLines values at most.
std::string sweep_svg(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points);

}  // namespace ipep
