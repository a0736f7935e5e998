// judge_evaluation: may a fact be recorded that enters no settlement: observations, descriptions, models, opinions, the
// indicators a groupement chose as they were validated, acts of engagement, the days of the experiment.
//
// Shape:  called by judge(), which has judged key and authority. `correcting`: in the place of the fact it corrects.
// Source: contract, "Second edition"; CDC 2019 §1, §8, §11, §14, annexes 3 and 4.
#pragma once

#include "ledger/book.h"
#include "ledger/rejection.h"

namespace ipep {

Verdict<> judge_evaluation(const Book& book, const ObservationRecorded& fact, bool correcting);
Verdict<> judge_evaluation(const Book& book, const GroupementDescribed& fact, bool correcting);
Verdict<> judge_evaluation(const Book& book, const AdjustmentModelAdopted& fact, bool correcting);
Verdict<> judge_evaluation(const Book& book, const AmendmentOpinionGiven& fact, bool correcting);
Verdict<> judge_evaluation(const Book& book, const ChosenIndicatorValidated& fact, bool correcting);
Verdict<> judge_evaluation(const Book& book, const EngagementSigned& fact, bool correcting);
Verdict<> judge_evaluation(const Book& book, const ExperimentScheduled& fact, bool correcting);

}  // namespace ipep
