// Number: what a rule is written over. With Exact a rule gives the figure; with Traced (ledger/traced.h) the same code
// gives the figure and its derivation, so the explanation is the computation.
//
// Shape:  Number offers + - * /, comparisons, and the functions below. `step` gives a result its name, unit and section;
//         `as` keeps the comparison that chose a branch.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "ledger/exact.h"

namespace ipep {

// Where a rule stands and how sure we are: "read", "reconstructed" or "assumed" (specification, head).
struct Cite {
    const char* section;
    const char* status;
};

// `of` tells results of one name apart: the indicator, the groupement.
struct Step {
    const char* name;
    const char* unit;
    Cite cite;
    std::string_view of = {};
};

inline constexpr const char* kEuros = "EUR";
inline constexpr const char* kEurosPerPatient = "EUR/patient";
inline constexpr const char* kPoints = "points";
inline constexpr const char* kPatients = "patients";
inline constexpr const char* kYear = "year";
inline constexpr const char* kRatio = "ratio";

struct Branch {};
inline Branch as(const Exact&, const char*, const Exact&) { return {}; }

template <class... Branches>
const Exact& step(const Step&, const Exact& value, const Branches&...) {
    return value;
}

inline Exact min(const Exact& a, const Exact& b) { return b < a ? b : a; }
inline Exact max(const Exact& a, const Exact& b) { return a < b ? b : a; }
inline const Exact& value_of(const Exact& number) { return number; }

inline Exact sum(std::span<const Exact> terms) {
    Exact total = 0;
    for (const Exact& term : terms) total += term;
    return total;
}

}  // namespace ipep
