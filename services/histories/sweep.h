// Sweep: one simulation for each value of a parameter, from one value to another in equal steps; of two parameters, one
// for each pair of their values.
//
// Shape:  PARAMETER=FROM:TO:STEP. PARAMETER is a path of the rules (specification §15) or `spending`, whose values are
//         percents as `--spending` takes them. Both ends are included where the steps meet them. Values are exact.
//         The points of two are row by row: the second goes fastest.
// Errors: sweep_malformed; more than kMostSteps simulations; what refuses one of the simulations refuses the sweep.
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
    std::vector<Exact> values;  // one of each sweep
    std::vector<SchemeYear> scheme;
    SchemeYear total;
};

// PARAMETER=FROM:TO:STEP, of which the last value may lie before TO. Errors: sweep_too_long beyond `most` values.
struct SweepSteps {
    std::string parameter;
    Exact from, step;
    std::int64_t steps = 0;  // from the first value to the last
};
Verdict<SweepSteps> parse_steps(const std::string& text, std::int64_t most);
Verdict<Sweep> parse_sweep(const std::string& text);
// `otherwise` with the parameter at this value. Errors: spending_change_out_of_range.
Verdict<Supposition> at_value(Supposition otherwise, const std::string& parameter, const Exact& value);
Verdict<std::vector<SweepPoint>> run_sweep(const Book& recorded, const Supposition& otherwise,
                                           const std::vector<Sweep>& sweeps, const Patience& patience = {});

// "-0.5%" (the sign may be left out) as the factor 0.995; never below 0.
Verdict<Exact> spending_factor(const std::string& percent);

}  // namespace ipep
