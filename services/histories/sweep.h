// Sweep: one simulation for each value of a parameter, from one value to another in equal steps.
//
// Shape:  PARAMETER=FROM:TO:STEP. PARAMETER is a path of the rules (specification §15) or `spending`, whose values are
//         percents as `--spending` takes them. Both ends are included where the steps meet them. Values are exact.
// Errors: sweep_malformed; more than kMostSteps values; what refuses one of the simulations refuses the sweep.
// Source: contract, `simulate --sweep`.
#pragma once

#include "services/histories/simulation.h"

namespace ipep {

inline constexpr int kMostSteps = 1000;
inline constexpr std::string_view kSpendingPath = "spending";

struct Sweep {
    std::string parameter;
    std::vector<Exact> values;  // of `spending` in percent
};

struct SweepPoint {
    Exact value;
    std::vector<SchemeYear> scheme;
    SchemeYear total;
};

Verdict<Sweep> parse_sweep(const std::string& text);
Verdict<std::vector<SweepPoint>> run_sweep(const Book& recorded, const Supposition& otherwise, const Sweep& sweep,
                                           const Patience& patience = {});

// "-0.5%" (the sign may be left out) as the factor 0.995; never below 0.
Verdict<Exact> spending_factor(const std::string& percent);

}  // namespace ipep
