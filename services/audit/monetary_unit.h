// MonetaryUnit: a sample in which each cent of a population has the same chance, so that an amount is drawn by its
// size, planned from what an auditor can tolerate.
//
// Shape:   interval = (materiality − expected × expansion factor) / confidence factor, down to the cent; from a start
//          in the first interval on, each interval-th cent of the amounts above zero, one behind the other in the byte
//          order of their references, draws the amount it lies in. What reaches the interval is certain to be drawn.
//          Amounts of zero or below hold no cent to draw and are a population of their own.
// Units:   cents; factors in hundredths.
// Errors:  materiality_exhausted.
// Source:  ISA 530; AICPA, Audit Guide "Audit Sampling": confidence factors of the Poisson distribution (0
//          overstatements), expansion factors for expected misstatement. events/README.md, "A sample".
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/rejection.h"
#include "services/audit/sample_population.h"

namespace ipep {

// For each confidence (1 − risk of incorrect acceptance) in percent: the two factors.
struct SamplingFactors {
    int confidence, confidence_factor, expansion_factor;
};
inline constexpr SamplingFactors kSamplingFactors[] = {{50, 70, 100},  {63, 100, 115}, {70, 121, 120},
                                                       {75, 139, 125}, {80, 161, 130}, {85, 190, 140},
                                                       {90, 231, 150}, {95, 300, 160}, {99, 461, 190}};

struct UnitWish {
    std::string population;       // "paid" or "due"
    Money materiality, expected;  // what is tolerable, and how much of it is thought to be there
    int confidence = 95;          // of kSamplingFactors
};
struct UnitPlan {
    UnitWish wish;
    SamplingFactors factors{};
    Money interval;
};
Verdict<UnitPlan> plan_sample(const UnitWish& wish);

// An amount that was drawn: through which cent of the population it reaches, and the first of those that drew it.
struct UnitDrawn {
    std::string reference;
    Money amount, reaches, first;
    std::uint64_t hits = 0;
};
struct UnitSample {
    UnitPlan plan;
    Money start, total;
    std::uint64_t count = 0;  // amounts above zero
    std::vector<UnitDrawn> drawn;
    Amounts apart;  // those of zero or below
};
UnitSample draw_by_unit(const Amounts& population, const Digest& root, const std::string& text, const UnitPlan& plan);

// As sample.json has it: `monetaryUnit`, `amounts`, `apart`.
boost::json::object unit_sample_answer(const UnitSample& sample);

}  // namespace ipep
