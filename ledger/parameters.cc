#include "ledger/parameters.h"

#include <algorithm>
#include <set>

namespace ipep {
namespace {

class Complaints {
public:
    void require(bool holds, std::string complaint) {
        if (!holds) list.push_back(std::move(complaint));
    }
    void in_unit_interval(const char* name, const Ratio& ratio) {
        const Exact value = to_exact(ratio);
        require(value >= 0 && value <= 1, std::string(name) + ": between 0 and 1");
    }
    std::vector<std::string> list;
};

void check_seed_credit(Complaints& say, const SeedCreditParameters& seed) {
    say.require(seed.floor >= Money(0) && seed.floor <= seed.ceiling, "seedCredit.floor: from 0 to the ceiling");
    say.require(seed.baseAmount >= Money(0), "seedCredit.baseAmount: not negative");
    say.require(seed.sizeCeilingPatients > 0, "seedCredit.sizeCeilingPatients: a whole number above 0");
    say.in_unit_interval("seedCredit.multiprofessionalRange", seed.multiprofessionalRange);
    say.in_unit_interval("seedCredit.firstTranche", seed.firstTranche);
    say.require(to_exact(seed.sizeFactorMin) >= 0, "seedCredit.sizeFactorMin: not negative");
    say.require(to_exact(seed.sizeFactorMin) <= to_exact(seed.sizeFactorMax),
                "seedCredit.sizeFactorMax: at least sizeFactorMin");
    if (seed.sizeFloorPatients)
        say.require(*seed.sizeFloorPatients >= 0 && *seed.sizeFloorPatients < seed.sizeCeilingPatients,
                    "seedCredit.sizeFloorPatients: from 0 to below the ceiling");
}

void check_phases(Complaints& say, const Phases& phases) {
    say.require(phases.mixedYears >= 1 && phases.mixedYears <= phases.resultYears && phases.resultYears <= 100,
                "phases: 1 ≤ mixedYears ≤ resultYears ≤ 100");
    for (const WaveYears& one : phases.resultYearsByWave.value_or(std::vector<WaveYears>{}))
        say.require(one.wave >= 1 && one.years >= phases.mixedYears && one.years <= 100,
                    "phases.resultYearsByWave." + std::to_string(one.wave) +
                        ": a wave from 1, and from mixedYears to 100 years");
}

void check_catalogue(Complaints& say, const QualityParameters& quality) {
    if (!quality.indicators) return;
    std::set<IndicatorId> known;
    for (const CataloguedIndicator& one : *quality.indicators)
        say.require(known.insert(one.id).second, "quality.indicators: none repeated");
    const auto in_it = std::ranges::count_if(quality.socle, [&](const auto& id) { return known.contains(id); });
    say.require(in_it == 0 || in_it == std::ranges::ssize(quality.socle),
                "quality.indicators: every core indicator, or none");
}

void check_weights(Complaints& say, const char* name, const ComponentWeights& weights) {
    const Exact core = to_exact(weights.socle), chosen = to_exact(weights.aLaCarte);
    say.require(core >= 0 && chosen >= 0 && core + chosen == 100,
                std::string("quality.weights.") + name + ": not negative, and together 100");
}

void check_quality(Complaints& say, const QualityParameters& quality) {
    const std::set<IndicatorId> distinct(quality.socle.begin(), quality.socle.end());
    say.require(!quality.socle.empty() && distinct.size() == quality.socle.size(),
                "quality.socle: at least one indicator, none repeated");
    say.require(quality.aLaCarteMax >= 0, "quality.aLaCarteMax: not negative");
    const PointsLadder& points = quality.points;
    say.require(to_exact(points.target) > 0, "quality.points.target: above 0");
    const Exact ladder[] = {to_exact(points.target), to_exact(points.intermediate), to_exact(points.improved),
                            to_exact(points.stable), to_exact(points.worsened)};
    say.require(std::ranges::is_sorted(ladder, std::greater<>()),
                "quality.points: target ≥ intermediate ≥ improved ≥ stable ≥ worsened");
    check_weights(say, "withoutALaCarte", quality.weights.withoutALaCarte);
    check_weights(say, "withALaCarte", quality.weights.withALaCarte);
    say.require(to_exact(quality.experienceBonus.target) >= to_exact(quality.experienceBonus.intermediate) &&
                    to_exact(quality.experienceBonus.intermediate) >= 0,
                "quality.experienceBonus: target ≥ intermediate ≥ 0");
    for (const CountedFrom& entry : quality.countedFromYear)
        say.require(entry.rank >= 1,
                    "quality.countedFromYear." + entry.indicator + ": a rank from 1, or a calendar year");
    say.require(to_exact(quality.scoreForFullAmount) > 0, "quality.scoreForFullAmount: above 0");
    say.in_unit_interval("quality.envelopeShare", quality.envelopeShare);
    check_catalogue(say, quality);
}

void check_efficiency(Complaints& say, const EfficiencyParameters& efficiency) {
    say.in_unit_interval("efficiency.band", efficiency.band);
    say.in_unit_interval("efficiency.share", efficiency.share);
    const Exact gap = to_exact(efficiency.gapWeight), evolution = to_exact(efficiency.evolutionWeight);
    say.require(gap >= 0 && evolution >= 0 && gap + evolution == 1,
                "efficiency: gapWeight and evolutionWeight are not negative and add to 1");
    say.require(trend_years(efficiency) >= 1 && trend_years(efficiency) <= kMostTrendYears,
                "efficiency.trendYears: from 1 to 3");
}

void check_modulation(Complaints& say, const ModulationParameters& modulation) {
    say.require(modulation.knots.size() >= 2, "modulation.knots: at least two");
    for (std::size_t i = 1; i < modulation.knots.size(); ++i)
        say.require(to_exact(modulation.knots[i - 1].score) < to_exact(modulation.knots[i].score),
                    "modulation.knots: scores strictly increase");
    for (const Knot& knot : modulation.knots)
        say.require(to_exact(knot.modulation) >= -1, "modulation.knots: a modulation is at least -1");
}

}  // namespace

std::vector<std::string> broken_invariants(const Parameters& parameters) {
    Complaints say;
    check_phases(say, parameters.phases);
    check_seed_credit(say, parameters.seedCredit);
    check_quality(say, parameters.quality);
    check_efficiency(say, parameters.efficiency);
    check_modulation(say, parameters.modulation);
    say.in_unit_interval("caps.groupement", parameters.caps.groupement);
    say.in_unit_interval("caps.national", parameters.caps.national);
    say.require(parameters.eligibility.minimumPatients >= 0, "eligibility.minimumPatients: not negative");
    return say.list;
}

std::int64_t counted_from(const Parameters& parameters, std::string_view key) {
    for (const CountedFrom& entry : parameters.quality.countedFromYear)
        if (entry.indicator == key) return entry.rank;
    return 1;
}

bool is_counted(const Parameters& parameters, std::string_view key, std::int64_t rank, ResultYear year) {
    const std::int64_t from = counted_from(parameters, key);
    return from <= (from >= kFirstCalendarYear ? year.number : rank);
}

std::int64_t result_years(const Phases& phases, std::int64_t wave) {
    if (phases.resultYearsByWave)
        for (const WaveYears& one : *phases.resultYearsByWave)
            if (one.wave == wave) return one.years;
    return phases.resultYears;
}

std::int64_t trend_years(const EfficiencyParameters& efficiency) { return efficiency.trendYears.value_or(1); }

const CataloguedIndicator* catalogued(const QualityParameters& quality, const IndicatorId& indicator) {
    if (!quality.indicators) return nullptr;
    const auto found = std::ranges::find(*quality.indicators, indicator, &CataloguedIndicator::id);
    return found == quality.indicators->end() ? nullptr : &*found;
}

}  // namespace ipep
