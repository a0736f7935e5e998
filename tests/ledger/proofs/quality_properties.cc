#include "ledger/settlement.h"
#include "tests/ledger/proofs/domain.h"
#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {
namespace {

// The same indicator with a value that is as good or better: more, less, or moved less.
IndicatorResult<Term> better(Path& path, const IndicatorResult<Term>& result) {
    IndicatorResult<Term> other = result;
    other.value = Term(path.real("better.value"));
    const z3::expr from = *result.value, to = *other.value, before = **result.before;
    if (result.direction == Direction::up) path.assume(to >= from);
    if (result.direction == Direction::down) path.assume(to <= from);
    if (result.direction == Direction::stable)
        path.assume((from >= before && to <= from && to >= before - (from - before)) ||
                    (from <= before && to >= from && to <= before + (before - from)));
    return other;
}

void points_stay_on_the_ladder(Path& path) {
    const auto rules = any_quality_rules<Term>(path);
    const Term points = indicator_points(any_indicator<Term>(path, "S01"), rules);
    path.claim("at most the points of a reached target", *points <= *rules.pointsTarget);
    path.claim("at least the points of one that worsened", *points >= *rules.pointsWorsened);
}

void better_never_gives_fewer_points(Path& path) {
    const auto rules = any_quality_rules<Term>(path);
    const auto result = any_indicator<Term>(path, "S01");
    const auto more = better(path, result);
    path.begin();
    const Term first = indicator_points(result, rules);
    path.begin();
    const Term second = indicator_points(more, rules);
    path.claim("points", *first <= *second);
}

struct Points {
    std::vector<Term> core, chosen;
};

Points any_points(Path& path, const QualityRules<Term>& rules) {
    Points points;
    const auto fill = [&](std::vector<Term>& of, const char* name) {
        for (unsigned i = 0, count = path.choose(4); i < count; ++i) {
            of.emplace_back(path.real(name + std::to_string(i + 1)));
            path.assume(*of.back() >= *rules.pointsWorsened && *of.back() <= *rules.pointsTarget);
        }
    };
    fill(points.core, "core");
    fill(points.chosen, "chosen");
    return points;
}

void the_top_is_a_hundred(Path& path) {
    const auto rules = any_quality_rules<Term>(path);
    const Points points = any_points(path, rules);
    const Term base = score_base(points.core, points.chosen, rules);
    for (const char* part : {"scoreCore", "scoreChosen"})
        if (path.has_given(part))
            path.claim("a component is at most its weight",
                       path.given(part)[0] <= (part == std::string("scoreChosen") ? *rules.weightChosen
                                               : points.chosen.empty()            ? *rules.weightCoreAlone
                                                                                  : *rules.weightCore));
    path.claim("at most 100", *base <= 100);
}

void more_points_never_lower_the_score(Path& path) {
    const auto rules = any_quality_rules<Term>(path);
    Points points = any_points(path, rules);
    if (points.core.empty() && points.chosen.empty()) return;
    path.begin();
    const Term before = score_base(points.core, points.chosen, rules);
    std::vector<Term>& list = points.core.empty() ? points.chosen : points.core;
    const Term more(path.real("more"));
    path.assume(*more >= *list.front());
    list.front() = more;
    path.begin();
    const Term after = score_base(points.core, points.chosen, rules);
    path.claim("score", *before <= *after);
}

void a_better_score_of_experience_is_never_less(Path& path) {
    const auto rules = any_quality_rules<Term>(path);
    const auto result = any_experience<Term>(path);
    auto more = result;
    more.score = Term(path.real("betterExperience"));
    path.assume(*more.score >= *result.score);
    path.begin();
    const Term first = experience_bonus(result, rules);
    path.begin();
    const Term second = experience_bonus(more, rules);
    path.claim("bonus", *first <= *second);
    path.claim("a bonus is not negative", *first >= 0);
    path.claim("a bonus is at most that of the target", *second <= *rules.bonusTarget);
}

// The rules as `score_group` puts them together, over one core and one chosen indicator.
void a_better_indicator_never_lowers_the_score(Path& path) {
    RulesInForce<Term> rules;
    rules.quality = any_quality_rules<Term>(path);
    rules.experienceFrom = Term(2);
    GroupInputs<Term> in;
    in.rank = Term(1);
    in.year = Term(2019);
    in.core = {any_indicator<Term>(path, "S01")};
    if (wide() && path.choose(2) == 1) in.chosen = {any_indicator<Term>(path, "C01")};
    GroupInputs<Term> with = in;
    with.core = {better(path, in.core.front())};
    GroupFigures<Term> first, second;
    path.begin();
    score_group(in, rules, first);
    path.begin();
    score_group(with, rules, second);
    path.claim("points", path.given("points")[0] <= path.given("points")[in.chosen.size() + 1]);
    path.claim("score", *first.score <= *second.score);
}

void the_envelope_is_its_share(Path& path) {
    const Term share = in_unit_interval<Term>(path, "envelopeShare", "1/300");
    const Term basis(path.real("basisExpenditure", "10000000"));
    path.assume(*basis >= 0);
    const Term envelope = quality_envelope(basis, share);
    const z3::expr exact = path.product(*share, *basis), half_a_cent = path.number(Exact(1, 200));
    path.claim("not negative", *envelope >= 0);
    path.claim("its share to half a cent", *envelope - exact <= half_a_cent && exact - *envelope <= half_a_cent);
}

struct Drawing {
    Term right, score, full;
};

Drawing any_drawing(Path& path) {
    const Drawing drawing{Term(path.cents("qualityRight", "3000000")), Term(path.real("score")),
                          Term(path.real("scoreForFullAmount", "100"))};
    path.assume(*drawing.right >= 0 && *drawing.full > 0);
    return drawing;
}

void quality_stays_within_its_right(Path& path) {
    const Drawing drawing = any_drawing(path);
    const Term quality = quality_amount(drawing.right, drawing.score, drawing.full);
    path.claim("not negative", *quality >= 0);
    path.claim("not above the drawing right", *quality <= *drawing.right);
    path.claim("the whole right at the full score",
               z3::implies(*drawing.score >= *drawing.full, *quality == *drawing.right));
}

void no_score_pays_nothing(Path& path) {
    const Drawing drawing = any_drawing(path);
    path.assume(*drawing.score <= 0);
    path.claim("quality", *quality_amount(drawing.right, drawing.score, drawing.full) == 0);
}

void a_better_score_never_pays_less(Path& path) {
    const Drawing drawing = any_drawing(path);
    const Term more(path.real("betterScore"));
    path.assume(*more >= *drawing.score);
    path.begin();
    const Term first = quality_amount(drawing.right, drawing.score, drawing.full);
    path.begin();
    const Term second = quality_amount(drawing.right, more, drawing.full);
    path.claim("quality", *first <= *second);
    const z3::expr half_a_cent = path.number(Exact(1, 200));
    const z3::expr exact = path.quotient(path.product(*drawing.right, *drawing.score), *drawing.full);
    path.claim("in proportion to half a cent",
               z3::implies(*drawing.score >= 0 && *drawing.score <= *drawing.full,
                           *first - exact <= half_a_cent && exact - *first <= half_a_cent));
}

}  // namespace

std::vector<Property> score_properties() {
    return {{"PointsStayOnTheLadder",
             "An indicator's points lie between those of one that worsened and those of a reached target.",
             "CDC 2019 §8-I",
             "indicator_points, stability_points",
             "any rules; up, down and stable",
             points_stay_on_the_ladder,
             {Operation::given, 1, "points"}},
            {"BetterNeverGivesFewerPoints",
             "A better value of an indicator never gives fewer points in its year.",
             "CDC 2019 §8-I",
             "indicator_points, stability_points",
             "any rules; up, down and stable, with the value of N−1 as it is. False over two years",
             better_never_gives_fewer_points,
             {Operation::comparison, 1}},
            {"TheTopIsAHundred",
             "The score before the bonus is at most 100.",
             "CDC 2019 §8-I",
             "component_score, score_base",
             "any rules; up to three indicators a component, any points of the ladder",
             the_top_is_a_hundred,
             {Operation::product, 2}},
            {"MorePointsNeverLowerTheScore",
             "More points for one indicator never lower the score.",
             "CDC 2019 §8-I",
             "component_score, score_base",
             "any rules; up to three indicators a component",
             more_points_never_lower_the_score,
             {Operation::addition, 1}},
            {"ABetterIndicatorNeverLowersTheScore",
             "A better value of an indicator never lowers the score of its year.",
             "CDC 2019 §8-I",
             "score_group and all it calls",
             "any rules; a core indicator, in the nightly run with a chosen one too",
             a_better_indicator_never_lowers_the_score,
             {Operation::comparison, 2}},
            {"BetterExperienceIsNeverLess",
             "A better experience of patients never gives less bonus.",
             "CDC 2019 §8-I",
             "experience_bonus",
             "any rules",
             a_better_score_of_experience_is_never_less,
             {Operation::comparison, 1}}};
}

std::vector<Property> quality_properties() {
    return {
        {"TheEnvelopeIsItsShare",
         "The quality envelope is its share of the spending to half a cent, and never negative.",
         "CDC 2019 §8-III",
         "quality_envelope",
         "any share between 0 and 1",
         the_envelope_is_its_share,
         {Operation::rounding, 1}},
        {"QualityStaysWithinItsRight",
         "A quality amount is never negative and never above the drawing right, which is paid whole at the full score.",
         "CDC 2019 §8-III",
         "quality_amount",
         "any right and score",
         quality_stays_within_its_right,
         {Operation::minimum, 1}},
        {"NoScorePaysNoQuality",
         "A score of zero or less pays no quality amount.",
         "CDC 2019 §8-III",
         "quality_amount",
         "any right",
         no_score_pays_nothing,
         {Operation::maximum, 1}},
        {"ABetterScoreNeverPaysLess",
         "A better score never pays less for quality, and what it pays is in proportion to half a cent.",
         "CDC 2019 §8-III",
         "quality_amount",
         "any right",
         a_better_score_never_pays_less,
         {Operation::product, 1}}};
}

}  // namespace ipep::proofs
