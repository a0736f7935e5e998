#include "services/ledger/measure_evidence.h"

#include <boost/json.hpp>

#include "ledger/about.h"
#include "services/ledger/surroundings.h"

namespace ipep {
namespace {

template <class Measured>
std::optional<MeasureEvidence> taken_from(const Measured& measured, std::optional<IndicatorId> indicator) {
    MeasureEvidence found{.groupement = measured.groupement,
                          .year = measured.year,
                          .indicator = std::move(indicator),
                          .numerator = measured.numerator,
                          .denominator = measured.denominator,
                          .extractedOn = measured.extractedOn,
                          .suppliedBy = measured.suppliedBy,
                          .nationalAverage = measured.nationalAverage,
                          .questionnaire = measured.questionnaire,
                          .sent = measured.sent,
                          .answered = measured.answered,
                          .definitionSha256 = measured.definitionSha256};
    return evidence_answer(found).empty() ? std::nullopt : std::optional(std::move(found));
}

}  // namespace

bool MeasureEvidence::has_few_answers() const { return answered && *answered < surroundings().least_answers; }

std::optional<MeasureEvidence> evidence_of(const Body& body) {
    if (const auto* measured = brought<IndicatorMeasured>(body)) return taken_from(*measured, measured->indicator);
    if (const auto* measured = brought<ExperienceMeasured>(body)) return taken_from(*measured, std::nullopt);
    return std::nullopt;
}

boost::json::object evidence_answer(const MeasureEvidence& evidence) {
    boost::json::object answer;
    const auto add = [&](const char* name, const auto& member) {
        if (member) answer[name] = member->text;
    };
    add("numerator", evidence.numerator);
    add("denominator", evidence.denominator);
    if (evidence.extractedOn) answer["extractedOn"] = to_text(*evidence.extractedOn);
    if (evidence.suppliedBy) answer["suppliedBy"] = *evidence.suppliedBy;
    add("nationalAverage", evidence.nationalAverage);
    if (evidence.questionnaire) answer["questionnaire"] = *evidence.questionnaire;
    if (evidence.sent) answer["sent"] = *evidence.sent;
    if (evidence.answered) answer["answered"] = *evidence.answered;
    if (evidence.definitionSha256) answer["definitionSha256"] = *evidence.definitionSha256;
    return answer;
}

}  // namespace ipep
