// RulesInForce: the parameters of one `rulesAdopted`, as numbers the rules compute with.
//
// Shape:  `read_rules` lifts each parameter by its path ("efficiency.band"), so that a derivation can point at it.
// Source: specification §15.
#pragma once

#include "ledger/parameters.h"
#include "ledger/rules/advance.h"
#include "ledger/rules/efficiency_gain.h"
#include "ledger/rules/quality_score.h"
#include "ledger/rules/seed_credit.h"
#include "ledger/rules/target_model.h"

namespace ipep {

template <class Number>
struct RulesInForce {
    Number mixedYears, experienceFrom;
    SeedCreditRules<Number> seedCredit;
    QualityRules<Number> quality;
    Number scoreForFullAmount, envelopeShare;
    EnvelopeBasis envelopeBasis;
    EfficiencyRules<Number> efficiency;
    std::vector<ModulationKnot<Number>> knots;
    Number groupCapShare, nationalCapShare;
    Recovery recovery;
};

inline Exact to_exact(std::int64_t count) { return Exact(count); }

// Nothing where the rules do not name the parameter: then no derivation points at it.
template <class Number, class Parameter, class Lift>
std::optional<Number> lifted_where_given(const char* path, const std::optional<Parameter>& parameter, Lift&& lift) {
    if (!parameter) return std::nullopt;
    return lift(path, *parameter);
}

// `lift(path, parameter)` gives the Number of a Ratio, Decimal, Money or count.
template <class Number, class Lift>
SeedCreditRules<Number> read_seed_credit(const SeedCreditParameters& seed, Lift&& lift) {
    return {lift("seedCredit.baseAmount", seed.baseAmount),
            lift("seedCredit.sizeFactorMin", seed.sizeFactorMin),
            lift("seedCredit.sizeFactorMax", seed.sizeFactorMax),
            lift("seedCredit.sizeCeilingPatients", seed.sizeCeilingPatients),
            lift("seedCredit.floor", seed.floor),
            lift("seedCredit.ceiling", seed.ceiling),
            lift("seedCredit.firstTranche", seed.firstTranche),
            lifted_where_given<Number>("seedCredit.sizeFloorPatients", seed.sizeFloorPatients, lift)};
}

template <class Number, class Lift>
QualityRules<Number> read_quality(const QualityParameters& quality, Lift&& lift) {
    return {lift("quality.points.target", quality.points.target),
            lift("quality.points.intermediate", quality.points.intermediate),
            lift("quality.points.improved", quality.points.improved),
            lift("quality.points.stable", quality.points.stable),
            lift("quality.points.worsened", quality.points.worsened),
            lift("quality.weights.withoutALaCarte.socle", quality.weights.withoutALaCarte.socle),
            lift("quality.weights.withALaCarte.socle", quality.weights.withALaCarte.socle),
            lift("quality.weights.withALaCarte.aLaCarte", quality.weights.withALaCarte.aLaCarte),
            lift("quality.experienceBonus.intermediate", quality.experienceBonus.intermediate),
            lift("quality.experienceBonus.target", quality.experienceBonus.target)};
}

template <class Number, class Lift>
EfficiencyRules<Number> read_efficiency(const EfficiencyParameters& efficiency, Lift&& lift) {
    return {lift("efficiency.band", efficiency.band), lift("efficiency.share", efficiency.share),
            lift("efficiency.gapWeight", efficiency.gapWeight),
            lift("efficiency.evolutionWeight", efficiency.evolutionWeight),
            lifted_where_given<Number>("efficiency.trendYears", efficiency.trendYears, lift)};
}

template <class Number, class Lift>
RulesInForce<Number> read_rules(const Parameters& parameters, Lift&& lift) {
    std::vector<ModulationKnot<Number>> knots;
    for (std::size_t i = 0; i < parameters.modulation.knots.size(); ++i) {
        const std::string path = "modulation.knots." + std::to_string(i + 1);
        knots.push_back({lift(path + ".score", parameters.modulation.knots[i].score),
                         lift(path + ".modulation", parameters.modulation.knots[i].modulation)});
    }
    return {lift("phases.mixedYears", parameters.phases.mixedYears),
            lift("quality.countedFromYear.experience", counted_from(parameters, kExperienceKey)),
            read_seed_credit<Number>(parameters.seedCredit, lift),
            read_quality<Number>(parameters.quality, lift),
            lift("quality.scoreForFullAmount", parameters.quality.scoreForFullAmount),
            lift("quality.envelopeShare", parameters.quality.envelopeShare),
            parameters.quality.envelopeBasis,
            read_efficiency<Number>(parameters.efficiency, lift),
            std::move(knots),
            lift("caps.groupement", parameters.caps.groupement),
            lift("caps.national", parameters.caps.national),
            parameters.advance.recovery};
}

// The lift that gives figures without a derivation.
struct PlainLift {
    template <class Path, class Parameter>
    Exact operator()(const Path&, const Parameter& parameter) const {
        return to_exact(parameter);
    }
};

}  // namespace ipep
