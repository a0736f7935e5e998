// CDC 2019 §8-I, "Méthodologie de notation des indicateurs socles et à la carte" and "Méthode de valorisation de
// l'expérience patient".
//
//   « Prise en compte du niveau atteint par rapport à une cible commune pouvant être ajustée aux caractéristiques des
//     patients »; « de l'évolution entre N-1 et N pour les groupements dont le résultat est inférieur à l'objectif
//     intermédiaire »                                                           the ladder: read; its points: assumed
//   « évolution attendue : stabilité »: the ladder then holds the change since N−1 against both objectives      assumed
//   « Poids identique de chaque indicateur »                                    read; dividing by those counted: assumed
//   « le majorer de 10 points (atteinte du niveau intermédiaire) ; de 20 points (atteinte de la cible) »        read
//
// Units: points; the score is exact and at the top 100 before the bonus.
// QUESTION(CDC §8-I): the tables of points, weights and deadlines were images and are lost.
// QUESTION(CDC §8-I): whether a value that was bettered in N may cost points in N+1, held against itself.
#pragma once

#include <optional>
#include <vector>

#include "ledger/fact.h"
#include "ledger/number.h"

namespace ipep {

template <class Number>
struct QualityRules {
    Number pointsTarget, pointsIntermediate, pointsImproved, pointsStable, pointsWorsened;
    Number weightCoreAlone, weightCore, weightChosen;
    Number bonusIntermediate, bonusTarget;
};

// `before` is the value of N−1, or the starting value where there is none; looked at on the last steps only.
template <class Number>
struct IndicatorResult {
    IndicatorId indicator;
    Direction direction;
    Number value, target, intermediate;
    std::optional<Number> before;
};

template <class Number>
struct ExperienceResult {
    Number score, intermediate, target;
};

inline constexpr Cite kLadder{"CDC 2019 §8-I", "assumed"};

// Where more or less is better, not where stability is.
template <class Number>
bool at_least_as_good(Direction direction, const Number& value, const Number& objective) {
    return direction == Direction::up ? value_of(value) >= value_of(objective) : value_of(value) <= value_of(objective);
}

// Whether the ladder looks at N−1: where neither objective is reached, and always where stability is expected.
template <class Number>
bool needs_before(const IndicatorResult<Number>& result) {
    if (result.direction == Direction::stable) return true;
    return !at_least_as_good(result.direction, result.value, result.target) &&
           !at_least_as_good(result.direction, result.value, result.intermediate);
}

// The less a value moves, the better.
template <class Number>
Number stability_points(const IndicatorResult<Number>& result, const QualityRules<Number>& rules) {
    const Step points{"points", kPoints, kLadder, result.indicator.text};
    const Number& before = *result.before;
    const Number change =
        step(Step{"change", "", kLadder, result.indicator.text}, max(result.value - before, before - result.value));
    if (value_of(change) <= value_of(result.target))
        return step(points, rules.pointsTarget, as(change, "<=", result.target));
    if (value_of(change) <= value_of(result.intermediate))
        return step(points, rules.pointsIntermediate, as(change, ">", result.target),
                    as(change, "<=", result.intermediate));
    return step(points, rules.pointsWorsened, as(change, ">", result.intermediate));
}

// Precondition: `before` is there wherever `needs_before`.
template <class Number>
Number indicator_points(const IndicatorResult<Number>& result, const QualityRules<Number>& rules) {
    if (result.direction == Direction::stable) return stability_points(result, rules);
    const bool up = result.direction == Direction::up;
    const char* reached = up ? ">=" : "<=";
    const char* missed = up ? "<" : ">";
    const Step points{"points", kPoints, kLadder, result.indicator.text};
    const Number& value = result.value;
    if (at_least_as_good(result.direction, value, result.target))
        return step(points, rules.pointsTarget, as(value, reached, result.target));
    if (at_least_as_good(result.direction, value, result.intermediate))
        return step(points, rules.pointsIntermediate, as(value, missed, result.target),
                    as(value, reached, result.intermediate));
    const Number& before = *result.before;
    const auto short_of = as(value, missed, result.intermediate);
    if (value_of(value) == value_of(before)) return step(points, rules.pointsStable, short_of, as(value, "=", before));
    if (at_least_as_good(result.direction, value, before))
        return step(points, rules.pointsImproved, short_of, as(value, up ? ">" : "<", before));
    return step(points, rules.pointsWorsened, short_of, as(value, missed, before));
}

// Σ points ÷ (points of a reached target × indicators counted); nothing counted contributes 0.
template <class Number>
Number component_score(const Number& weight, const std::vector<Number>& points, const QualityRules<Number>& rules,
                       const Step& what) {
    if (points.empty()) return Number(0);
    Number total = points.front();
    for (std::size_t i = 1; i < points.size(); ++i) total = total + points[i];
    return step(what, weight * total / (rules.pointsTarget * Number(static_cast<std::int64_t>(points.size()))));
}

template <class Number>
Number score_base(const std::vector<Number>& core_points, const std::vector<Number>& chosen_points,
                  const QualityRules<Number>& rules) {
    const Number& core_weight = chosen_points.empty() ? rules.weightCoreAlone : rules.weightCore;
    return step(Step{"scoreBase", kPoints, kLadder},
                component_score(core_weight, core_points, rules, Step{"scoreCore", kPoints, kLadder}) +
                    component_score(rules.weightChosen, chosen_points, rules, Step{"scoreChosen", kPoints, kLadder}));
}

template <class Number>
Number experience_bonus(const ExperienceResult<Number>& result, const QualityRules<Number>& rules) {
    const Step bonus{"bonus", kPoints, {"CDC 2019 §8-I", "read"}};
    const Number& score = result.score;
    if (value_of(score) >= value_of(result.target))
        return step(bonus, rules.bonusTarget, as(score, ">=", result.target));
    if (value_of(score) >= value_of(result.intermediate))
        return step(bonus, rules.bonusIntermediate, as(score, "<", result.target),
                    as(score, ">=", result.intermediate));
    return step(bonus, Number(0), as(score, "<", result.intermediate));
}

}  // namespace ipep
