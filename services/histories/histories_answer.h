// HistoriesAnswer: history, diff and simulate as JSON; the command line and the service give the same.
//
// Units:  amounts as texts with two decimals, figures as the settlement has them; null where one side has no such row.
// Shape:  of the groups the reader is shown; sums are of all, as of the scheme.
// Source: contract, "Histories".
#pragma once

#include "services/histories/amount_history.h"
#include "services/histories/national_report.h"
#include "services/histories/reading_worth.h"
#include "services/histories/review.h"
#include "services/histories/stale_year.h"
#include "services/histories/state_difference.h"
#include "services/histories/sweep.h"
#include "services/reader/reader.h"

namespace ipep {

boost::json::object history_answer(const AmountHistory& history);
boost::json::object difference_answer(const StateDifference& difference, const Reader& reader);
boost::json::object simulation_answer(const Simulation& simulation, const Reader& reader);
boost::json::object review_answer(const std::string& list, const std::vector<ReviewedAmount>& amounts,
                                  const Reader& reader);
boost::json::object readings_answer(const std::vector<ReadingWorth>& worths);
boost::json::object report_answer(const NationalReport& report);
boost::json::object stale_answer(const std::vector<StaleYear>& years, const Reader& reader);
boost::json::object sweep_answer(const Sweep& sweep, const std::vector<SweepPoint>& points);

}  // namespace ipep
