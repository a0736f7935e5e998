#include "ledger/rules/caps.h"
#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

std::vector<Term> any_amounts(Path& path, unsigned count, const std::string& name) {
    std::vector<Term> amounts;
    for (unsigned i = 0; i < count; ++i) {
        amounts.emplace_back(path.cents(name + std::to_string(i + 1)));
        path.assume(*amounts.back() >= 0);
    }
    return amounts;
}

std::vector<Term> any_weights(Path& path, unsigned count) {
    std::vector<Term> weights;
    for (unsigned i = 0; i < count; ++i) weights.push_back(any_patients<Term>(path, "weight" + std::to_string(i + 1)));
    return weights;
}

Term any_total(Path& path, const char* name) {
    const Term total(path.cents(name, "1000"));
    path.assume(*total >= 0);
    return total;
}

z3::expr total_of(Path& path, const std::vector<Term>& amounts) {
    z3::expr all = path.number(0);
    for (const Term& amount : amounts) all = all + *amount;
    return all;
}

void apportioning_loses_nothing(Path& path) {
    const auto weights = any_weights(path, 1 + path.choose(3));
    const Term total = any_total(path, "total");
    const auto shares = largest_remainder(total, std::span<const Term>(weights));
    const z3::expr all = total_of(path, weights);
    path.claim("the shares make the total", z3::implies(all > 0, total_of(path, shares) == *total));
    path.claim("nothing is shared where all weights are 0", z3::implies(all == 0, total_of(path, shares) == 0));
    for (std::size_t i = 0; i < shares.size(); ++i) {
        path.claim("no share is negative", *shares[i] >= 0);
        path.claim("a weight of 0 gets nothing", z3::implies(*weights[i] == 0, *shares[i] == 0));
    }
}

// The exact share is total × weight ÷ all; held against it without a quotient of its own.
void apportioning_favours_nobody(Path& path) {
    const auto weights = any_weights(path, 1 + path.choose(3));
    const Term total = any_total(path, "total");
    const auto shares = largest_remainder(total, std::span<const Term>(weights));
    const z3::expr cent = path.number(1) / 100;
    const z3::expr all = total_of(path, weights).simplify();
    if (path.equal(all, path.number(0))) return;
    const z3::expr per_weight = path.quotient((*total * 100).simplify(), all);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const z3::expr exact = path.product(per_weight, *weights[i]);
        path.claim("less than a cent above its exact share", *shares[i] * 100 < exact + 1);
        path.claim("less than a cent below it", *shares[i] * 100 > exact - 1);
        for (std::size_t j = 0; j < i; ++j) {
            path.claim("of equal weights none gets more than a cent more",
                       z3::implies(*weights[i] == *weights[j],
                                   *shares[i] - *shares[j] <= cent && *shares[j] - *shares[i] <= cent));
            path.claim("a greater weight never gets less",
                       z3::implies(*weights[i] > *weights[j], *shares[i] >= *shares[j]));
        }
    }
}

void a_cap_is_a_cap(Path& path) {
    const Term expenditure(path.real("expenditure", "10000000")), gross(path.cents("gross"));
    const Term share = in_unit_interval<Term>(path, "share", "1/50");
    path.assume(*expenditure >= 0 && *gross >= 0);
    const Term cap = path.choose(2) == 0 ? group_cap(expenditure, share) : national_cap(expenditure, share);
    path.claim("a cap is not negative", *cap >= 0);
    path.claim("a cap is not above its share of the spending", *cap <= path.product(*share, *expenditure));
    const Term capped = capped_gross(gross, cap, GroupementId{"G1"});
    path.claim("not above the cap", *capped <= *cap);
    path.claim("not above what was earned", *capped <= *gross);
    path.claim("not negative", *capped >= 0);
}

std::vector<Term> under_the_cap(const std::vector<Term>& capped, const Term& cap) {
    return under_national_cap(capped, sum(std::span<const Term>(capped)), cap, 0);
}

void under_the_national_cap(Path& path) {
    const auto capped = any_amounts(path, 1 + path.choose(3), "capped");
    const Term cap = any_total(path, "cap");
    const auto net = under_the_cap(capped, cap);
    path.claim("the sum is at most the cap", total_of(path, net) <= *cap);
    for (std::size_t i = 0; i < net.size(); ++i) {
        path.claim("nobody gets more than before the cap", *net[i] <= *capped[i]);
        path.claim("nobody owes", *net[i] >= 0);
    }
}

void more_before_the_cap_is_never_less_after(Path& path) {
    auto capped = any_amounts(path, 2, "capped");
    const Term cap = any_total(path, "cap");
    const unsigned who = path.choose(static_cast<unsigned>(capped.size()));
    path.begin();
    const auto before = under_the_cap(capped, cap);
    const Term more(path.cents("more"));
    path.assume(*more >= *capped[who]);
    capped[who] = more;
    path.begin();
    const auto after = under_the_cap(capped, cap);
    path.claim("net", *after[who] >= *before[who]);
}

void nothing_added_changes_nobody(Path& path) {
    const auto amounts = any_amounts(path, 3, "capped");
    const Term cap = any_total(path, "cap");
    path.begin();
    const auto before = under_the_cap(amounts, cap);
    auto with = amounts;
    const unsigned place = path.choose(static_cast<unsigned>(amounts.size()) + 1);
    with.insert(with.begin() + place, Term(0));
    path.begin();
    auto after = under_the_cap(with, cap);
    path.claim("who has nothing gets nothing", *after[place] == 0);
    after.erase(after.begin() + place);
    for (std::size_t i = 0; i < before.size(); ++i) path.claim("the others are as before", *after[i] == *before[i]);
}

}  // namespace

std::vector<Property> cap_properties() {
    return {
        {"ApportioningLosesNothing",
         "Apportioning loses no cent and makes none, and none of it is negative.",
         "CDC 2019 §8-III",
         "largest_remainder",
         "up to three groups of any size; any total in whole cents",
         apportioning_loses_nothing,
         {Operation::flooring, 1}},
        {"ApportioningFavoursNobody",
         "A share is less than a cent from the exact one, equal weights differ by a cent at most, and a greater "
         "weight never gets less.",
         "CDC 2019 §8-III",
         "largest_remainder",
         "up to three groups of any size; any total in whole cents",
         apportioning_favours_nobody,
         {Operation::comparison, 0}},
        {"ACapIsACap",
         "A cap is never negative, never above its share of the spending, and nothing exceeds it.",
         "CDC 2019 §8-III",
         "group_cap, national_cap, capped_gross",
         "any share between 0 and 1",
         a_cap_is_a_cap,
         {Operation::minimum, 1}},
        {"TheNationalCapHolds",
         "After the national cap the sum is at most the cap, and nobody gets more than before or less than nothing.",
         "CDC 2019 §8-III",
         "under_national_cap, largest_remainder",
         "up to three groups",
         under_the_national_cap,
         {Operation::comparison, 1}},
        {"MoreBeforeTheCapIsNeverLessAfter",
         "Who is to get more before the national cap never gets less after it.",
         "CDC 2019 §8-III",
         "under_national_cap, largest_remainder",
         "two groups, one of them as it was",
         more_before_the_cap_is_never_less_after,
         {Operation::comparison, 0}},
        {"NothingAddedChangesNobody",
         "A group that is to get nothing changes no other group's part.",
         "CDC 2019 §8-III",
         "under_national_cap, largest_remainder",
         "one group among three others, at any place",
         nothing_added_changes_nobody,
         {Operation::comparison, 0}}};
}

}  // namespace ipep::proofs
