#include "services/histories/panel/dictionary.h"

#include <map>

#include "projections/edition.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep::panel {
namespace {

// Said of each column where it may happen.
constexpr const char* kTextInCsv = "any; in CSV an apostrophe stands before a leading = + - @ (README.md)";
constexpr const char* kIdentifier = "any; a text, also where it looks like a number (README.md)";

// By the last part of a member's name.
const std::map<std::string_view, const char*> kUnits = {
    {"patients", "patients"},
    {"referringPhysicians", "persons"},
    {"sent", "persons"},
    {"answered", "persons"},
    {"numerator", "as the indicator"},
    {"denominator", "as the indicator"},
    {"actualPerPatient", "euros/patient"},
    {"adjustedPerPatient", "euros/patient"},
    {"multiprofessionalModulation", "ratio"},
    {"value", "as the indicator"},
    {"nationalAverage", "as the indicator"},
    {"startingValue", "as the indicator"},
    {"score", "points"},
    {"modulation", "ratio"},
    {"wave", "number"},
    {"firstYear", "year"},
    {"lastYear", "year"},
    {"fromYear", "year"},
    {"extractedOn", "day"},
    {"mixedYears", "years"},
    {"resultYears", "years"},
    {"trendYears", "years"},
    {"sizeCeilingPatients", "patients"},
    {"sizeFloorPatients", "patients"},
    {"minimumPatients", "patients"},
    {"aLaCarteMax", "number"},
    {"sizeFactorMin", "ratio"},
    {"sizeFactorMax", "ratio"},
    {"multiprofessionalRange", "ratio"},
    {"firstTranche", "ratio"},
    {"envelopeShare", "ratio"},
    {"band", "ratio"},
    {"share", "ratio"},
    {"gapWeight", "ratio"},
    {"evolutionWeight", "ratio"},
    {"groupement", "ratio"},
    {"national", "ratio"},
    {"amount", "euros"},
    {"ceiling", "euros"},
    {"floor", "euros"},
    {"baseAmount", "euros"},
    {"scoreForFullAmount", "points"},
};

// By kind; what the rules adopted say of their parameters goes before.
const std::map<std::string_view, const char*> kSections = {
    {"rulesAdopted", "CDC 2019 §3"},
    {"groupementAdmitted", "CDC 2019 §1"},
    {"conventionSigned", "CDC 2019 §10"},
    {"seedCreditAssessed", "CDC 2019 §10"},
    {"roadmapReceived", "CDC 2019 §10"},
    {"indicatorsChosen", "CDC 2019 §8-I"},
    {"indicatorTargetsSet", "CDC 2019 §8-I"},
    {"indicatorMeasured", "CDC 2019 §8-I"},
    {"experienceThresholdsSet", "CDC 2019 §8-I"},
    {"experienceMeasured", "CDC 2019 §8-I"},
    {"patientsCounted", "CDC 2019 §8-II"},
    {"expenditureMeasured", "CDC 2019 §8-II"},
    {"envelopeBudgeted", "CDC 2019 §9"},
    {"groupementWithdrew", "CDC 2019 §11"},
    {"advanceWriteOffDecided", "CDC 2019 §3"},
};
constexpr const char* kPayments = "CSS D.253-4";

std::string last_part(const std::string& member) { return member.substr(member.find_last_of('.') + 1); }

std::string unit_of(const std::string& kind, const std::string& member) {
    if (member.starts_with("quality.points.") || member.starts_with("quality.weights.") ||
        member.starts_with("quality.experienceBonus."))
        return "points";
    if (member.starts_with("quality.countedFromYear.")) return "rank or year";
    if (member.starts_with("phases.resultYearsByWave.")) return "years";
    if (member.starts_with("quality.indicators.")) return "";
    if (kind == "experienceThresholdsSet") return "points";
    if (kind == "indicatorTargetsSet" && (member == "target" || member == "intermediate")) return "as the indicator";
    const auto known = kUnits.find(last_part(member));
    return known == kUnits.end() ? "" : known->second;
}

std::string section_of(const std::string& kind, const std::string& member, const std::vector<Edition>& editions) {
    if (kind == "rulesAdopted")
        for (const Edition& edition : editions)
            if (const std::string section = edition.of_parameter(member).section; !section.empty()) return section;
    const auto known = kSections.find(kind);
    return known == kSections.end() ? kPayments : known->second;
}

std::string label(const std::string& member, Language in) {
    const Speaking speaking(in);
    return titled(member);
}

void write_columns(RowSink& to, const TableShape& shape) {
    for (const Column& column : shape.columns) {
        std::string values = column.type == CellType::boolean ? "true, false" : "";
        if (column.type == CellType::text) values = kTextInCsv;
        if (column.type == CellType::identifier) values = kIdentifier;
        for (const std::string& category : column.categories) values += (values.empty() ? "" : ", ") + category;
        to.row({cell(shape.name), cell(column.name), cell(column.label), cell(column.label_fr),
                cell(type_name(column.type)), cell(column.unit), cell(values), cell(column.source),
                cell(column.section)});
    }
}

}  // namespace

void write_dictionary(RowSink& to, const MembersSeen& members, const Book& book) {
    for (const TableShape& shape : table_shapes()) write_columns(to, shape);
    write_columns(to, dictionary_shape());
    std::vector<Edition> editions;
    for (const AdoptedRules& adopted : book.common().rules) editions.emplace_back(adopted.noted.value);
    for (const auto& [kind, member] : members) {
        const std::string english = label(member, Language::english), french = label(member, Language::french),
                          unit = unit_of(kind, member), section = section_of(kind, member, editions);
        to.row({cell(kind), cell(member), cell(english), cell(french), cell("member of a fact"), cell(unit),
                cell(kTextInCsv), cell(kind), cell(section)});
    }
}

}  // namespace ipep::panel
