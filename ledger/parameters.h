// Parameters: everything the rules leave open or may change from one year to the next, as data of a `rulesAdopted` fact.
//
// Shape:  one member per parameter, named as in the contract; nested as the JSON is. Every one is required but `currency`.
// Units:  amounts in euros and cents, ratios as given ("0.05", "1/3"), points as given.
// Source: specification §15, where each stands with its meaning and what is allowed.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "ledger/exact.h"
#include "ledger/id.h"

namespace ipep {

struct Phases {
    std::int64_t mixedYears = 0, resultYears = 0;
    bool operator==(const Phases&) const = default;
};
BOOST_DESCRIBE_STRUCT(Phases, (), (mixedYears, resultYears))

struct SeedCreditParameters {
    Money baseAmount;
    Ratio sizeFactorMin, sizeFactorMax;
    std::int64_t sizeCeilingPatients = 0;
    Ratio multiprofessionalRange;
    Money floor, ceiling;
    Ratio firstTranche;
    bool operator==(const SeedCreditParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(SeedCreditParameters, (),
                      (baseAmount, sizeFactorMin, sizeFactorMax, sizeCeilingPatients, multiprofessionalRange, floor,
                       ceiling, firstTranche))

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

// An entry of `countedFromYear`: from which rank an indicator, `aLaCarte` or `experience` counts. Absent means rank 1.
struct CountedFrom {
    std::string indicator;
    std::int64_t rank = 0;
    bool operator==(const CountedFrom&) const = default;
};
BOOST_DESCRIBE_STRUCT(CountedFrom, (), (indicator, rank))

enum class EnvelopeBasis : std::uint8_t { mixedModel, allSettled };
BOOST_DESCRIBE_ENUM(EnvelopeBasis, mixedModel, allSettled)

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
    bool operator==(const QualityParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(QualityParameters, (),
                      (socle, aLaCarteMax, points, weights, experienceBonus, countedFromYear, scoreForFullAmount,
                       envelopeShare, envelopeBasis))

struct EfficiencyParameters {
    Ratio band, share, gapWeight, evolutionWeight;
    bool operator==(const EfficiencyParameters&) const = default;
};
BOOST_DESCRIBE_STRUCT(EfficiencyParameters, (), (band, share, gapWeight, evolutionWeight))

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

// What is wrong with them, as "parameter: what is allowed"; empty where every invariant of §15 holds.
std::vector<std::string> broken_invariants(const Parameters& parameters);

// The keys of `countedFromYear` that name no indicator.
inline constexpr std::string_view kChosenKey = "aLaCarte";
inline constexpr std::string_view kExperienceKey = "experience";

// From which rank `key` (an indicator, "aLaCarte" or "experience") counts.
std::int64_t counted_from(const Parameters& parameters, std::string_view key);

}  // namespace ipep
