#include "services/sheets/measure.h"

#include <algorithm>

#include "services/words/language.h"

namespace ipep::sheets {
namespace {

constexpr Measure kMeasures[] = {
    {{"patients", "patients"}, "patientsCounted", "patients", Unit::patients},
    {{"actual spending", "dépense réelle"}, "expenditureMeasured", "actualPerPatient", Unit::euros_per_patient},
    {{"adjusted spending", "dépense ajustée"}, "expenditureMeasured", "adjustedPerPatient", Unit::euros_per_patient},
    {{"indicator", "indicateur"}, "indicatorMeasured", "value", Unit::share, true, true, true},
    {{"indicator, numerator", "indicateur, numérateur"},
     "indicatorMeasured",
     "numerator",
     Unit::quantity,
     true,
     true,
     true,
     false},
    {{"indicator, denominator", "indicateur, dénominateur"},
     "indicatorMeasured",
     "denominator",
     Unit::quantity,
     true,
     true,
     true,
     false},
    {{"patients' experience", "expérience des patients"}, "experienceMeasured", "score", Unit::score},
    {{"expected direction", "sens attendu"}, "indicatorTargetsSet", "direction", Unit::direction, false, true, true},
    {{"target", "cible"}, "indicatorTargetsSet", "target", Unit::share, false, true, true},
    {{"intermediate objective", "objectif intermédiaire"},
     "indicatorTargetsSet",
     "intermediate",
     Unit::share,
     false,
     true,
     true},
    {{"starting value", "valeur de départ"},
     "indicatorTargetsSet",
     "startingValue",
     Unit::share,
     false,
     true,
     true,
     false},
    {{"experience, intermediate threshold", "expérience, seuil intermédiaire"},
     "experienceThresholdsSet",
     "intermediate",
     Unit::score,
     false},
    {{"experience, target threshold", "expérience, seuil cible"},
     "experienceThresholdsSet",
     "target",
     Unit::score,
     false},
    {{"patients of the seed credit", "patients de l'amorçage"},
     "seedCreditAssessed",
     "patients",
     Unit::patients,
     true,
     false},
    {{"multiprofessional modulation", "modulation pluriprofessionnelle"},
     "seedCreditAssessed",
     "multiprofessionalModulation",
     Unit::share,
     true,
     false},
};

constexpr Words kHeadingWords[kHeadings] = {
    {"Groupement", "Groupement"}, {"Name", "Nom"},        {"Year", "Année"},    {"Measure", "Mesure"},
    {"Indicator", "Indicateur"},  {"Meaning", "Libellé"}, {"Unit", "Unité"},    {"Year before", "N−1"},
    {"Value", "Valeur"},          {"Day", "Jour"},        {"Source", "Source"}, {"Errors", "Erreurs"},
};

constexpr Words kUnits[] = {{"patients", "patients"},
                            {"euros per patient", "euros par patient"},
                            {"share, 0 to 1", "part, 0 à 1"},
                            {"score, 0 to 100", "score, 0 à 100"},
                            {"up, down or stable", "hausse, baisse ou stabilité"},
                            {"number", "nombre"}};

constexpr std::pair<const char*, Words> kDirections[] = {
    {"up", {"up", "hausse"}}, {"down", {"down", "baisse"}}, {"stable", {"stable", "stabilité"}}};

}  // namespace

std::string Words::shown() const { return language() == Language::french ? french : english; }
bool Words::are(std::string_view text) const { return folded(english) == text || folded(french) == text; }

Words words_of(Unit unit) { return kUnits[static_cast<std::size_t>(unit)]; }
Words words_of(Heading heading) { return kHeadingWords[static_cast<std::size_t>(heading)]; }

std::span<const Measure> measures() { return kMeasures; }

const Measure* measure_named(std::string_view text) {
    const std::string wished = folded(text);
    const auto found = std::ranges::find_if(kMeasures, [&](const Measure& one) { return one.words.are(wished); });
    return found == std::end(kMeasures) ? nullptr : &*found;
}

const Measure* measure_of(std::string_view kind, std::string_view member) {
    const auto found =
        std::ranges::find_if(kMeasures, [&](const Measure& one) { return one.kind == kind && one.member == member; });
    return found == std::end(kMeasures) ? nullptr : &*found;
}

std::string known_measures() {
    std::string all;
    for (const Measure& one : kMeasures) all += (all.empty() ? "" : " · ") + one.words.shown();
    return all;
}

std::optional<Heading> heading_named(std::string_view text) {
    const std::string wished = folded(text);
    for (std::size_t i = 0; i < kHeadings; ++i)
        if (kHeadingWords[i].are(wished)) return static_cast<Heading>(i);
    return std::nullopt;
}

bool is_needed(Heading heading) {
    return heading == Heading::groupement || heading == Heading::year || heading == Heading::measure ||
           heading == Heading::indicator || heading == Heading::value || heading == Heading::day;
}

std::span<const std::pair<const char*, Words>> directions() { return kDirections; }

}  // namespace ipep::sheets
