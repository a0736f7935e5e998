#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

struct Efficiency {
    EfficiencyRules<Term> rules;
    Spending<Term> now;
    std::vector<Spending<Term>> before;
    Term patients;
};

Efficiency any_efficiency(Path& path) {
    Efficiency in;
    in.rules = any_efficiency_rules<Term>(path);
    in.now = any_spending<Term>(path, "");
    in.before = any_spending_before(path, in.rules);
    in.patients = any_patients<Term>(path, "patients");
    return in;
}

Term gain_of(const Efficiency& in, const Spending<Term>& now) {
    const Term gap = spending_gap(now.actual, now.adjusted, in.rules.band);
    const Term evolution = spending_evolution(now, in.before, in.rules);
    return efficiency_gain(gain_per_patient(gap, evolution, in.rules), in.patients);
}

void a_gain_is_never_negative(Path& path) {
    const Efficiency in = any_efficiency(path);
    const Term gain = gain_of(in, in.now);
    path.claim("per patient", path.given("perPatient")[0] >= 0);
    path.claim("gain", *gain >= 0);
}

void more_spending_never_gains_more(Path& path) {
    const Efficiency in = any_efficiency(path);
    Spending<Term> more = in.now;
    more.actual = Term(path.real("actualMore"));
    path.assume(*more.actual >= *in.now.actual);
    path.begin();
    const Term less_spent = gain_of(in, in.now);
    path.begin();
    const Term more_spent = gain_of(in, more);
    for (const char* step : {"gap", "evolution", "perPatient"})
        path.claim(step, path.given(step)[0] >= path.given(step)[1]);
    path.claim("gain", *less_spent >= *more_spent);
}

void within_the_interval_and_no_better_gains_nothing(Path& path) {
    const Efficiency in = any_efficiency(path);
    const Term gap = spending_gap(in.now.actual, in.now.adjusted, in.rules.band);
    const Term evolution(path.real("evolution"));
    path.assume(*evolution <= 0);
    const Term per_patient = gain_per_patient(gap, evolution, in.rules);
    path.claim(
        "no gap inside the interval",
        z3::implies(*in.now.actual >= path.product((1 - *in.rules.band).simplify(), *in.now.adjusted), *gap <= 0));
    path.claim("nothing", z3::implies(*gap <= 0, *efficiency_gain(per_patient, in.patients) == 0));
}

}  // namespace

std::vector<Property> efficiency_properties() {
    return {{"AGainIsNeverNegative",
             "An efficiency gain is never negative.",
             "CDC 2019 §8-II",
             "spending_gap, spending_evolution, gain_per_patient, efficiency_gain",
             "any rules, with a trend over one to three years or without",
             a_gain_is_never_negative,
             {Operation::maximum, 1}},
            {"MoreSpendingNeverGainsMore",
             "Who spends more in a year never has a greater efficiency gain of that year.",
             "CDC 2019 §8-II",
             "spending_gap, spending_evolution, gain_per_patient, efficiency_gain",
             "any rules, with a trend or without; all else equal. False of what is due",
             more_spending_never_gains_more,
             {Operation::subtraction, 2}},
            {"NoBetterGainsNothing",
             "Spending inside the interval or above it, with no better evolution than expected, gains nothing.",
             "CDC 2019 §8-II",
             "spending_gap, gain_per_patient, efficiency_gain",
             "any rules",
             within_the_interval_and_no_better_gains_nothing,
             {Operation::maximum, 2}}};
}

}  // namespace ipep::proofs
