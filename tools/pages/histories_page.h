// HistoriesPage: history, diff and review as text for people. Long lists are cut unless all is asked for, and say so.
#pragma once

#include <string>

#include "services/histories/amount_history.h"
#include "services/histories/late_validation.h"
#include "services/histories/reading_worth.h"
#include "services/histories/review.h"
#include "services/histories/stale_year.h"
#include "services/histories/state_difference.h"

namespace ipep {

std::string history_page(const AmountHistory& history, bool full);
std::string difference_page(const StateDifference& difference, Position before, Position after, bool full);
std::string review_page(ReviewList list, const std::vector<ReviewedAmount>& amounts, bool full);
// With `full` the words for and against, and what each groupement gains or loses.
std::string readings_page(const std::vector<ReadingWorth>& worths, bool full);
std::string late_page(const std::vector<ChosenIndicator>& late);
// Of each year what changed; without `full` the first ones.
std::string stale_page(const std::vector<StaleYear>& years, bool full);

}  // namespace ipep
