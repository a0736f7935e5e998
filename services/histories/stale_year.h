// StaleYear: a settled year of which something it rests on changed after it was settled.
//
// Shape:   by year. `because` are the facts the year would rest on now and does not, recorded after the settlement that
//          stands, in order; so are those that brought a groupement into the year or took one out. `wouldChange` says
//          whether settling again would record a revision, of this year or a later one with it; where a fact is missing
//          it would be refused, which counts as changing. A correction that moves no figure leaves it false.
// Cost:    one event read a line of each settlement that stands; where one is stale, one settlement in memory.
// Source:  specification §11; contract, `review stale`.
#pragma once

#include "ledger/year.h"
#include "projections/views.h"

namespace ipep {

struct StaleYear {
    ResultYear year = 0;
    std::int64_t revision = 0;
    Position settledAt = 0;
    std::int64_t since = 0;  // when the first of `because` was recorded
    std::vector<Event> because;
    bool wouldChange = false;
    std::vector<GroupementId> joined, left;
};

// `only`: of this year alone.
std::vector<StaleYear> stale_years(const Store& store, const Book& book, std::optional<ResultYear> only = {});

// Those with a reason about the groupement, or common to all, and these reasons alone; all where none is named.
std::vector<StaleYear> stale_of(std::vector<StaleYear> years, const std::optional<GroupementId>& groupement);

}  // namespace ipep
