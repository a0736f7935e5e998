#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

z3::expr any_modulation(Path& path) {
    const z3::expr range = path.real("multiprofessionalRange", "1/5"), modulation = path.real("modulation");
    path.assume(range >= 0 && range <= 1 && modulation <= range && modulation >= -range);
    return modulation;
}

void stays_in_its_bounds(Path& path) {
    const auto rules = any_seed_credit_rules<Term>(path);
    const auto patients = any_patients<Term>(path, "patients");
    const Term modulation(any_modulation(path));
    const Term granted = seed_credit(patients, modulation, rules);
    path.claim("at least the floor", *granted >= *rules.floor);
    path.claim("at most the ceiling", *granted <= *rules.ceiling);
}

void grows_with_size(Path& path) {
    const auto rules = any_seed_credit_rules<Term>(path);
    const auto fewer = any_patients<Term>(path, "fewer"), more = any_patients<Term>(path, "more");
    path.assume(*fewer <= *more);
    const Term modulation(any_modulation(path));
    path.begin();
    const Term small = seed_credit(fewer, modulation, rules);
    path.begin();
    const Term large = seed_credit(more, modulation, rules);
    for (const char* step : {"countedPatients", "sizeFactor", "theoreticalAmount"})
        path.claim(step, path.given(step)[0] <= path.given(step)[1]);
    path.claim("the smaller group is granted no more", *small <= *large);
}

void tranches_make_the_whole(Path& path) {
    const auto rules = any_seed_credit_rules<Term>(path);
    const Term granted(path.cents("granted"));
    path.assume(*granted >= *rules.floor && *granted <= *rules.ceiling);
    const Term first = first_tranche(granted, rules);
    path.claim("the first is not negative", *first >= 0);
    path.claim("the second, the rest, is not negative", *granted - *first >= 0);
}

}  // namespace

std::vector<Property> seed_credit_properties() {
    return {{"SeedCreditStaysInItsBounds",
             "A seed credit is at least the floor and at most the ceiling.",
             "CDC 2019 §10",
             "seed_credit",
             "any rules, with and without a size from which the line begins",
             stays_in_its_bounds,
             {Operation::maximum, 1}},
            {"SeedCreditGrowsWithSize",
             "A larger group is never granted less.",
             "CDC 2019 §10",
             "seed_credit",
             "any rules; two groups alike but for their patients",
             grows_with_size,
             {Operation::addition, 1}},
            {"SeedCreditTranchesMakeTheWhole",
             "Neither tranche of a seed credit is negative, and the two make the whole.",
             "CDC 2019 §10",
             "first_tranche",
             "any rules; any credit between floor and ceiling",
             tranches_make_the_whole,
             {Operation::rounding, 1}}};
}

}  // namespace ipep::proofs
