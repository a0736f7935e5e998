// Draws: the history settled many times over, each time with every measure drawn anew (error_model.h): how far the
// amounts due may lie from those settled, and who would win or lose by what is supposed, whatever the measures.
//
// Shape:   draw k of a seed is the same whatever is supposed, so that rules are compared under the same errors: where
//          something is supposed, each draw is settled as recorded too, and `more` counts the draws in which a
//          groupement is due more over the years shown than as recorded; where nothing is, more than without errors. A
//          quantile p of n draws is the ⌈p n⌉th smallest (nearest rank); a mean is rounded to the cent.
//          The same seed gives the same figures on any machine and on any number of threads.
// Units:   euros and cents; years as shown (`Supposition::years`), the years before are drawn and settled with them.
// Errors:  what refuses the simulation; amount_out_of_range.
// Threads: settles on two threads at most; patience is asked before each draw.
// Source:  what is drawn is said in error_model.h and drawn_numbers.h.
#pragma once

#include "ledger/year.h"
#include "services/histories/error_model.h"
#include "services/histories/simulation.h"

namespace ipep {

inline constexpr std::int64_t kMostDraws = 100'000;
inline constexpr std::int64_t kMostDrawnFigures = 20'000'000;  // what is kept of all of them together

struct DrawPlan {
    std::int64_t draws = 0;
    std::uint64_t seed = 1;
    ErrorModel errors = {};
};

struct Spread {
    Money without;  // no errors: as simulated
    Money mean, p05, p25, p50, p75, p95;
};
BOOST_DESCRIBE_STRUCT(Spread, (), (without, mean, p05, p25, p50, p75, p95))

struct DrawnYear {
    ResultYear year = 0;  // 0: all years together
    Spread savings, due, balance, cap, qualityEnvelope;
};
BOOST_DESCRIBE_STRUCT(DrawnYear, (), (year, savings, due, balance, cap, qualityEnvelope))

struct DrawnAmount {
    GroupementId groupement;
    ResultYear year = 0;                        // 0: all years together
    Spread due, groupCap;                       // caps of all years added up
    std::int64_t more = 0, same = 0, less = 0;  // of all years together
};

struct Drawn {
    DrawPlan plan;
    std::vector<DrawnYear> years;      // by year, then all together
    std::vector<DrawnAmount> amounts;  // by groupement, its years and then all together
    bool paired = false;               // against the same draws as recorded
};

// How many draws of what was simulated are kept.
std::int64_t most_draws(const Simulation& simulation);

// Precondition: no more draws than that.
Verdict<Drawn> run_draws(const Book& recorded, const Supposition& supposition, const DrawPlan& plan,
                         const Patience& patience = {});

}  // namespace ipep
