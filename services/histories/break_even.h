// BreakEven: between which two values of a parameter a figure of the simulation reaches an amount.
//
// Shape:   PARAMETER=FROM:TO:STEP as a sweep has it, with as many steps as kMostStepsBetween: they are halved, not
//          walked. The figure is `balance`, `savings` or `due` of all years shown together, or `due/G02` of one
//          groupement. Where it lies on one side of the amount at the first value and on the other at the last, it
//          crosses it between the two neighbouring values found; where it does so more than once, this is one of them.
// Errors:  sweep_malformed, sweep_too_long; parse_reach gives nothing where the text is no figure and amount; what
//          refuses one of the simulations.
// Source:  CDC 2019 §9, break-even of 0.5 %.
#pragma once

#include "services/histories/sweep.h"

namespace ipep {

inline constexpr std::int64_t kMostStepsBetween = 1'000'000'000;

struct Reach {
    std::string figure = "balance";
    std::optional<GroupementId> groupement = {};  // whose due it is
    Money amount = {};
};

struct BreakEvenPlan {
    std::string parameter;
    Exact from, step;
    std::int64_t steps = 0;
    Reach reach;
};

struct BreakEvenSide {
    Exact value;
    Money figure;
};
struct BreakEven {
    BreakEvenSide before, after;  // neighbours; the same where the amount is met
    bool crosses = true;          // false: the two ends, on one side of the amount
};

// "due/G02=100000.00".
std::optional<Reach> parse_reach(const std::string& text);
Verdict<BreakEvenPlan> parse_break_even(const std::string& steps, Reach reach);
Verdict<BreakEven> find_break_even(const Book& recorded, const Supposition& otherwise, const BreakEvenPlan& plan,
                                   const Patience& patience = {});

}  // namespace ipep
