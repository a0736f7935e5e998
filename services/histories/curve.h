// Curve: a sweep as a picture, SVG 1.1: savings, incentives and balance over the values of a parameter.
//
// Shape:  800 × 480, no script and no outside font; title and description for whoever cannot see it; each line has a
//         dash and a label of its own, so that colour says nothing alone. Numbers are drawn, never computed from.
// Source: contract, `simulate --sweep`; WCAG 2.2, 1.4.1.
#pragma once

#include <string>

#include "services/histories/sweep.h"

namespace ipep {

std::string sweep_svg(const Sweep& sweep, const std::vector<SweepPoint>& points);

}  // namespace ipep
