// EvidenceWords: what stands behind a measured value, in the reader's words.
#pragma once

#include <string>

#include "services/ledger/measure_evidence.h"

namespace ipep {

// "38 / 120; extracted on 1 March 2020; supplied by ATIH; 38 answers to 120 questionnaires (v2)"
std::string spoken_evidence(const MeasureEvidence& evidence);
// "Only 12 answers: a questionnaire counts from 30 on."; empty where there are enough, or none is told.
std::string few_answers_sentence(const MeasureEvidence& evidence);

}  // namespace ipep
