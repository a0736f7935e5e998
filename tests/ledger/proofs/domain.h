// Domain: every parameter and fact the schema allows, as variables with what is required of them.
//
// Shape:  each function gives the rules' own struct over a number, and assumes of it what `broken_invariants` and
//         `judge` require, no more (proofs_test.cc holds them against each other).
// Units:  as the rules; amounts are whole cents.
// Source: specification §15 and §17, ledger/parameters.cc, ledger/judge.cc.
#pragma once

#include "ledger/rules_in_force.h"
#include "tests/ledger/proofs/term.h"

namespace ipep::proofs {

template <class Number>
Number in_unit_interval(Path& path, const std::string& name, const char* typical) {
    const z3::expr value = path.real(name, typical);
    path.assume(value >= 0 && value <= 1);
    return Number(value);
}

template <class Number>
SeedCreditRules<Number> any_seed_credit_rules(Path& path) {
    SeedCreditRules<Number> rules;
    rules.baseAmount = Number(path.cents("baseAmount", "10000000"));
    rules.sizeFactorMin = Number(path.real("sizeFactorMin", "1/2"));
    rules.sizeFactorMax = Number(path.real("sizeFactorMax", "1"));
    rules.sizeCeilingPatients = Number(path.whole("sizeCeilingPatients", "50000"));
    rules.floor = Number(path.cents("floor", "3000000"));
    rules.ceiling = Number(path.cents("ceiling", "13000000"));
    rules.firstTranche = in_unit_interval<Number>(path, "firstTranche", "1/2");
    path.assume(*rules.baseAmount >= 0 && *rules.floor >= 0 && *rules.floor <= *rules.ceiling);
    path.assume(*rules.sizeFactorMin >= 0 && *rules.sizeFactorMin <= *rules.sizeFactorMax);
    path.assume(*rules.sizeCeilingPatients > 0);
    if (path.choose(2) == 1) {
        rules.sizeFloorPatients = Number(path.whole("sizeFloorPatients", "5000"));
        path.assume(**rules.sizeFloorPatients >= 0 && **rules.sizeFloorPatients < *rules.sizeCeilingPatients);
    }
    return rules;
}

template <class Number>
QualityRules<Number> any_quality_rules(Path& path) {
    QualityRules<Number> rules;
    rules.pointsTarget = Number(path.real("pointsTarget", "10"));
    rules.pointsIntermediate = Number(path.real("pointsIntermediate", "5"));
    rules.pointsImproved = Number(path.real("pointsImproved", "2"));
    rules.pointsStable = Number(path.real("pointsStable", "0"));
    rules.pointsWorsened = Number(path.real("pointsWorsened", "-2"));
    rules.weightCoreAlone = Number(path.real("weightCoreAlone", "100"));
    rules.weightCore = Number(path.real("weightCore", "80"));
    rules.weightChosen = Number(path.real("weightChosen", "20"));
    rules.bonusIntermediate = Number(path.real("bonusIntermediate", "10"));
    rules.bonusTarget = Number(path.real("bonusTarget", "20"));
    path.assume(*rules.pointsTarget > 0 && *rules.pointsTarget >= *rules.pointsIntermediate &&
                *rules.pointsIntermediate >= *rules.pointsImproved && *rules.pointsImproved >= *rules.pointsStable &&
                *rules.pointsStable >= *rules.pointsWorsened);
    path.assume(*rules.weightCoreAlone >= 0 && *rules.weightCoreAlone <= 100);  // with chosen ones it is 100
    path.assume(*rules.weightCore >= 0 && *rules.weightChosen >= 0 && *rules.weightCore + *rules.weightChosen == 100);
    path.assume(*rules.bonusTarget >= *rules.bonusIntermediate && *rules.bonusIntermediate >= 0);
    return rules;
}

template <class Number>
EfficiencyRules<Number> any_efficiency_rules(Path& path) {
    EfficiencyRules<Number> rules;
    rules.band = in_unit_interval<Number>(path, "band", "1/20");
    rules.share = in_unit_interval<Number>(path, "share", "1/2");
    rules.gapWeight = Number(path.real("gapWeight", "1/3"));
    rules.evolutionWeight = Number(path.real("evolutionWeight", "2/3"));
    path.assume(*rules.gapWeight >= 0 && *rules.evolutionWeight >= 0 && *rules.gapWeight + *rules.evolutionWeight == 1);
    if (const unsigned years = path.choose(4)) rules.trendYears = Number(years);
    return rules;
}

template <class Number>
std::vector<ModulationKnot<Number>> any_knots(Path& path, unsigned count) {
    static constexpr const char* typical[][2] = {{"0", "-1/5"}, {"50", "0"}, {"100", "1/5"}};
    std::vector<ModulationKnot<Number>> knots;
    for (unsigned i = 0; i < count; ++i) {
        const std::string number = std::to_string(i + 1);
        knots.push_back({Number(path.real("knotScore" + number, typical[i][0])),
                         Number(path.real("knotModulation" + number, typical[i][1]))});
        path.assume(*knots[i].modulation >= -1);
        if (i > 0) path.assume(*knots[i - 1].score < *knots[i].score);
    }
    return knots;
}

// Spending of a year, as many earlier ones as the rules look at, and the patients.
template <class Number>
Spending<Number> any_spending(Path& path, const std::string& year) {
    const Spending<Number> spending{Number(path.real("actual" + year)), Number(path.real("adjusted" + year, "1000"))};
    path.assume(*spending.actual >= 0 && *spending.adjusted > 0);
    return spending;
}

template <class Number>
std::vector<Spending<Number>> any_spending_before(Path& path, const EfficiencyRules<Number>& rules) {
    const z3::expr years = rules.trendYears ? **rules.trendYears : path.number(1);
    std::vector<Spending<Number>> before;
    for (int k = 1; k <= static_cast<int>(years.get_numeral_int()); ++k)
        before.push_back(any_spending<Number>(path, "Before" + std::to_string(k)));
    return before;
}

template <class Number>
Number any_patients(Path& path, const std::string& name) {
    const z3::expr patients = path.whole(name, "10000");
    path.assume(patients >= 0);
    return Number(patients);
}

// An indicator's objectives as `judge` takes them; the value is any.
template <class Number>
IndicatorResult<Number> any_indicator(Path& path, const std::string& name) {
    IndicatorResult<Number> result;
    result.direction = static_cast<Direction>(path.choose(3));
    result.target = Number(path.real(name + ".target", result.direction == Direction::up ? "90" : "10"));
    result.intermediate = Number(path.real(name + ".intermediate", result.direction == Direction::up ? "80" : "20"));
    path.assume(result.direction == Direction::up ? *result.target >= *result.intermediate
                                                  : *result.target <= *result.intermediate);
    result.value = Number(path.real(name + ".value"));
    result.before = Number(path.real(name + ".before"));
    return result;
}

template <class Number>
ExperienceResult<Number> any_experience(Path& path) {
    const ExperienceResult<Number> result{Number(path.real("experience")),
                                          Number(path.real("experienceIntermediate", "60")),
                                          Number(path.real("experienceTarget", "75"))};
    path.assume(*result.target >= *result.intermediate);
    return result;
}

}  // namespace ipep::proofs
