// Adjusting answers: the model of adjusted spending, and the facts it gives, a line each.
//
// Source: specification, §8-II of the CDC; contract, `adjust`.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/histories/adjustment/adjusted_mean.h"
#include "services/questions/supposing.h"

namespace ipep {

Verdict<Answer<SpendingModel>> answer(Asking& asking, const questions::FitModel& question);
boost::json::object document(const SpendingModel& value);

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::ApplyModel& question);
Verdict<Answer<Bytes>> answer(Asking& asking, const questions::AdoptModel& question);

}  // namespace ipep
