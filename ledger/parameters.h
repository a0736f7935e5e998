// Parameters: everything the rules leave open or may change from one year to the next, as data of a `rulesAdopted` fact.
//
// Shape:  one member per parameter, named as in the contract; nested as the JSON is. What is optional means, where it is
//         absent, what it meant before it could be given; so older rules keep their figures.
// Units:  amounts in euros and cents, ratios as given ("0.05", "1/3"), points as given.
// Source: specification §15 and §17, where each stands with its meaning and what is allowed.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "ledger/exact.h"
#include "ledger/id.h"
#include "ledger/year.h"

namespace ipep {

// An entry of `resultYearsByWave`: how many result years the groups of a wave have.
struct WaveYears {
    std::int64_t wave = 0, years = 0;
    bool operator==(const WaveYears&) const = default;
};
BOOST_DESCRIBE_STRUCT(WaveYears, (), (wave, years))

struct Phases {
    std::int64_t mixedYears = 0, resultYears = 0;
    std::optional<std::vector<WaveYears>> resultYearsByWave = {};
    bool operator==(const Phases&) const = default;
};
BOOST_DESCRIBE_STRUCT(Phases, (), (mixedYears, resultYears, resultYearsByWave))

struct SeedCreditParameters {
    Money baseAmount;
    Ratio sizeFactorMin, sizeFactorMax;
    std::int64_t sizeCeilingPatients = 0;
    Ratio multiprofessionalRange;
    Money floor, ceiling;
    Ratio firstTranche;
    std::optional<std::int64_t> sizeFloorPatients = {};  // absent: 0
    bool operator==(const SeedCreditParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(SeedCreditParameters, (),
                      (baseAmount, sizeFactorMin, sizeFactorMax, sizeCeilingPatients, multiprofessionalRange, floor,
                       ceiling, firstTranche, sizeFloorPatients))

struct PointsLadder {
    Decimal target, intermediate, improved, stable, worsened;
    bool operator==(const PointsLadder&) const = default;
};
BOOST_DESCRIBE_STRUCT(PointsLadder, (), (target, intermediate, improved, stable, worsened))

struct ComponentWeights {
    Ratio socle, aLaCarte;
    bool operator==(const ComponentWeights&) const = default;
};
BOOST_DESCRIBE_STRUCT(ComponentWeights, (), (socle, aLaCarte))

struct Weights {
    ComponentWeights withoutALaCarte, withALaCarte;
    bool operator==(const Weights&) const = default;
};
BOOST_DESCRIBE_STRUCT(Weights, (), (withoutALaCarte, withALaCarte))

struct ExperienceBonus {
    Decimal intermediate, target;
    bool operator==(const ExperienceBonus&) const = default;
};
BOOST_DESCRIBE_STRUCT(ExperienceBonus, (), (intermediate, target))

// An entry of `countedFromYear`: from when on an indicator, `aLaCarte` or `experience` counts: a calendar result year
// from 1000 on, below that a rank. Absent means rank 1.
struct CountedFrom {
    std::string indicator;
    std::int64_t rank = 0;
    bool operator==(const CountedFrom&) const = default;
};
BOOST_DESCRIBE_STRUCT(CountedFrom, (), (indicator, rank))

enum class EnvelopeBasis : std::uint8_t { mixedModel, allSettled };
BOOST_DESCRIBE_ENUM(EnvelopeBasis, mixedModel, allSettled)

// What is better: more, less, or what stays as it was.
enum class Direction : std::uint8_t { up, down, stable };
BOOST_DESCRIBE_ENUM(Direction, up, down, stable)

// Where an indicator's values come from: the national data system, or the groups.
enum class IndicatorSource : std::uint8_t { snds, collected };
BOOST_DESCRIBE_ENUM(IndicatorSource, snds, collected)

// An entry of the catalogue of indicators (CDC annexe 1).
struct CataloguedIndicator {
    IndicatorId id;
    std::string name;
    std::optional<std::string> theme;
    Direction evolution = Direction::up;  // the expected one
    std::optional<std::string> unit;
    IndicatorSource source = IndicatorSource::snds;
    bool operator==(const CataloguedIndicator&) const = default;
};
BOOST_DESCRIBE_STRUCT(CataloguedIndicator, (), (id, name, theme, evolution, unit, source))

struct QualityParameters {
    std::vector<IndicatorId> socle;
    std::int64_t aLaCarteMax = 0;
    PointsLadder points;
    Weights weights;
    ExperienceBonus experienceBonus;
    std::vector<CountedFrom> countedFromYear;
    Decimal scoreForFullAmount;
    Ratio envelopeShare;
    EnvelopeBasis envelopeBasis = EnvelopeBasis::mixedModel;
    std::optional<std::vector<CataloguedIndicator>> indicators = {};  // absent: no catalogue
    bool operator==(const QualityParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(QualityParameters, (),
                      (socle, aLaCarteMax, points, weights, experienceBonus, countedFromYear, scoreForFullAmount,
                       envelopeShare, envelopeBasis, indicators))

struct EfficiencyParameters {
    Ratio band, share, gapWeight, evolutionWeight;
    std::optional<std::int64_t> trendYears = {};  // absent: 1
    bool operator==(const EfficiencyParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(EfficiencyParameters, (), (band, share, gapWeight, evolutionWeight, trendYears))

// A point of the modulation's line; a pair ["50", "0"] in JSON.
struct Knot {
    Ratio score, modulation;
    bool operator==(const Knot&) const = default;
};
BOOST_DESCRIBE_STRUCT(Knot, (), (score, modulation))

struct ModulationParameters {
    std::vector<Knot> knots;
    bool operator==(const ModulationParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(ModulationParameters, (), (knots))

enum class NationalReduction : std::uint8_t { proRata };
BOOST_DESCRIBE_ENUM(NationalReduction, proRata)

struct CapsParameters {
    Ratio groupement, national;
    NationalReduction nationalReduction = NationalReduction::proRata;
    bool operator==(const CapsParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(CapsParameters, (), (groupement, national, nationalReduction))

enum class Recovery : std::uint8_t { aboveSeedCredit, full };
BOOST_DESCRIBE_ENUM(Recovery, aboveSeedCredit, full)

struct AdvanceParameters {
    Recovery recovery = Recovery::aboveSeedCredit;
    bool operator==(const AdvanceParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(AdvanceParameters, (), (recovery))

struct EligibilityParameters {
    std::int64_t minimumPatients = 0;
    bool operator==(const EligibilityParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(EligibilityParameters, (), (minimumPatients))

struct Parameters {
    std::optional<std::string> currency;
    Phases phases;
    SeedCreditParameters seedCredit;
    QualityParameters quality;
    EfficiencyParameters efficiency;
    ModulationParameters modulation;
    CapsParameters caps;
    AdvanceParameters advance;
    EligibilityParameters eligibility;
    bool operator==(const Parameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(Parameters, (),
                      (currency, phases, seedCredit, quality, efficiency, modulation, caps, advance, eligibility))

// What is wrong with them, as "parameter: what is allowed"; empty where every invariant of §15 and §17 holds.
std::vector<std::string> broken_invariants(const Parameters& parameters);

// The keys of `countedFromYear` that name no indicator.
inline constexpr std::string_view kChosenKey = "aLaCarte";
inline constexpr std::string_view kExperienceKey = "experience";

// A number of `countedFromYear` is a calendar year from here on, below it a rank.
inline constexpr std::int64_t kFirstCalendarYear = 1000;
// How many earlier years a trend may look at, and spending be recorded for, before the first result year.
inline constexpr std::int64_t kMostTrendYears = 3;

// From which rank or calendar year on `key` (an indicator, "aLaCarte" or "experience") counts.
std::int64_t counted_from(const Parameters& parameters, std::string_view key);
// Whether it counts in a group's result year of this rank.
bool is_counted(const Parameters& parameters, std::string_view key, std::int64_t rank, ResultYear year);
// How many result years a group of the wave has.
std::int64_t result_years(const Phases& phases, std::int64_t wave);
// Over how many earlier years the evolution of spending is taken.
std::int64_t trend_years(const EfficiencyParameters& efficiency);
// The catalogue's entry; null where it has none, or where there is no catalogue.
const CataloguedIndicator* catalogued(const QualityParameters& quality, const IndicatorId& indicator);

}  // namespace ipep
