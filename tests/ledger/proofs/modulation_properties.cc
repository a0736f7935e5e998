#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

using Knots = std::vector<ModulationKnot<Term>>;

Knots some_knots(Path& path) { return any_knots<Term>(path, 2 + path.choose(2)); }

void modulation_stays_between_its_knots(Path& path) {
    const Knots knots = some_knots(path);
    const Term score(path.real("score")), low(path.real("low", "-1/5")), high(path.real("high", "1/5"));
    for (const auto& knot : knots) path.assume(*low <= *knot.modulation && *knot.modulation <= *high);
    const Term ratio = modulation(score, knots);
    path.claim("at least the least", *ratio >= *low);
    path.claim("at most the greatest", *ratio <= *high);
}

void rising(Path& path, const Knots& knots) {
    for (std::size_t i = 1; i < knots.size(); ++i) path.assume(*knots[i - 1].modulation <= *knots[i].modulation);
}

void a_better_score_never_modulates_less(Path& path) {
    const Knots knots = some_knots(path);
    rising(path, knots);
    const Term score(path.real("score")), more(path.real("betterScore"));
    path.assume(*score <= *more);
    path.begin();
    const Term first = modulation(score, knots);
    path.begin();
    const Term second = modulation(more, knots);
    path.claim("modulation", *first <= *second);
}

struct Earned {
    Term gain, ratio;
};

Earned any_earned(Path& path) {
    const Earned earned{Term(path.cents("gain", "10000000")), Term(path.real("modulation"))};
    path.assume(*earned.gain >= 0 && *earned.ratio >= -1);
    return earned;
}

void the_target_amount_is_not_negative(Path& path) {
    const Earned earned = any_earned(path);
    path.claim("gross", *target_gross(earned.gain, earned.ratio) >= 0);
}

void more_modulation_never_pays_less(Path& path) {
    const Earned earned = any_earned(path);
    const Term more(path.real("greaterModulation"));
    path.assume(*more >= *earned.ratio);
    path.begin();
    const Term first = target_gross(earned.gain, earned.ratio);
    path.begin();
    const Term second = target_gross(earned.gain, more);
    path.claim("gross", *first <= *second);
}

void a_fifth_at_most(Path& path) {
    const Term gain(path.cents("gain"));
    const Term score(path.real("score"));
    path.assume(*gain >= 0);
    const Knots shipped{{Term(0), Term(Exact(-1, 5))}, {Term(50), Term(0)}, {Term(100), Term(Exact(1, 5))}};
    const Term gross = target_gross(gain, modulation(score, shipped));
    const z3::expr half_a_cent = path.number(Exact(1, 200));
    path.claim("not above 120 %", *gross <= *gain * path.number(Exact(6, 5)) + half_a_cent);
    path.claim("not below 80 %", *gross >= *gain * path.number(Exact(4, 5)) - half_a_cent);
}

}  // namespace

std::vector<Property> modulation_properties() {
    return {{"ModulationStaysBetweenItsKnots",
             "The modulation lies between the least and the greatest of its knots.",
             "CDC 2019 §8-III",
             "modulation",
             "any rules of two or three knots, in any order of their values",
             modulation_stays_between_its_knots,
             {Operation::comparison, 1}},
            {"ABetterScoreNeverModulatesLess",
             "A better score never lowers the modulation.",
             "CDC 2019 §8-III",
             "modulation",
             "two or three knots whose values do not fall; false where they do",
             a_better_score_never_modulates_less,
             {Operation::subtraction, 3}},
            {"TheTargetAmountIsNotNegative",
             "What is earned under the target model is never negative.",
             "CDC 2019 §8-III",
             "target_gross",
             "any gain, any modulation from −1 on",
             the_target_amount_is_not_negative,
             {Operation::addition, 1}},
            {"MoreModulationNeverPaysLess",
             "A greater modulation never pays less.",
             "CDC 2019 §8-III",
             "target_gross",
             "any gain",
             more_modulation_never_pays_less,
             {Operation::addition, 1}},
            {"AFifthAtMost",
             "The score moves a gain by a fifth at most, up or down.",
             "CDC 2019 §8-III",
             "modulation, target_gross",
             "the knots of the shipped rules; half a cent for the rounding",
             a_fifth_at_most,
             {Operation::addition, 1}}};
}

}  // namespace ipep::proofs
