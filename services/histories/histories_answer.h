// HistoriesAnswer: history, diff and review as JSON; the command line and the service give the same.
//
// Units:  amounts as texts with two decimals, figures as the settlement has them; null where one side has no such row.
// Shape:  of the groups that shown_to() left.
// Source: contract, "Histories".
#pragma once

#include "services/histories/amount_history.h"
#include "services/histories/late_validation.h"
#include "services/histories/national_report.h"
#include "services/histories/reading_worth.h"
#include "services/histories/review.h"
#include "services/histories/simulation_answer.h"
#include "services/histories/stale_year.h"
#include "services/histories/state_difference.h"

namespace ipep {

// What of it the reader is shown.
StateDifference shown_to(const Reader& reader, StateDifference difference);
std::vector<ReviewedAmount> shown_to(const Reader& reader, std::vector<ReviewedAmount> amounts);
// Facts about a groupement the reader is not shown are left out, and groupements too.
std::vector<StaleYear> shown_to(const Reader& reader, std::vector<StaleYear> years);

boost::json::object history_answer(const AmountHistory& history);
boost::json::object difference_answer(const StateDifference& difference);
boost::json::object review_answer(const std::string& list, const std::vector<ReviewedAmount>& amounts);
boost::json::object readings_answer(const std::vector<ReadingWorth>& worths);
boost::json::object report_answer(const NationalReport& report);
boost::json::object late_answer(const std::vector<ChosenIndicator>& late);
boost::json::object stale_answer(const std::vector<StaleYear>& years);

}  // namespace ipep
