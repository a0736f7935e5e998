// MeasureEvidence: what stands behind a value that was measured, where the fact says it, and whether too few answered.
//
// Shape:   of `indicatorMeasured` and `experienceMeasured`, as recorded or in the place of another. A questionnaire
//          that fewer answered than the surroundings say (30) warns: it is said beside the value and refuses nothing.
// Source:  CDC 2019 §8-I, §14, annexe 2; e-Satis counts from 30 answers.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>

#include "ledger/event.h"
#include "ledger/year.h"

namespace ipep {

struct MeasureEvidence {
    GroupementId groupement;
    ResultYear year = 0;
    std::optional<IndicatorId> indicator;  // none: patients' experience
    Seldom<Quantity> numerator = {}, denominator = {};
    std::optional<Day> extractedOn = {};
    Seldom<std::string> suppliedBy = {};
    Seldom<Decimal> nationalAverage = {};
    Seldom<std::string> questionnaire = {};
    std::optional<std::int64_t> sent = {}, answered = {};
    Seldom<std::string> definitionSha256 = {};

    bool has_few_answers() const;
};

// Nothing where the body is no measure, or says nothing of what is behind it.
std::optional<MeasureEvidence> evidence_of(const Body& body);
// Its members, absent ones left out.
boost::json::object evidence_answer(const MeasureEvidence& evidence);

}  // namespace ipep
