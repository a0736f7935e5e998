// Rows: the log once, from its first event to a position, as the rows of the tables.
//
// Promise: a row depends on the events up to `until` and on the wishes alone: no clock, no path, no later event; an
//          erasure of personal data changes nothing, because none is in a row.
// Masked:  as survey.h and fact_values.h say, in every table alike; such a row has `masked`. A flow is left out.
// Source:  contract, `export panel`.
#pragma once

#include <array>
#include <functional>

#include "ledger/year.h"
#include "services/histories/panel/dictionary.h"
#include "services/histories/panel/fact_values.h"
#include "services/histories/panel/pseudonym.h"
#include "services/histories/panel/survey.h"

namespace ipep::panel {

struct Wishes {
    bool xlsx = false, stata = false, sqlite = false;
    std::string pseudonym_key;  // path; empty: none
    std::int64_t threshold = 11;
    std::optional<Day> effective = {};  // decisions, acts and flows after it are left out
};

// The state that is given out, and how. `stale`: settled years that settling again would change.
struct Release {
    Position until = 0;
    const Book& book;
    const Wishes& wishes;
    const Survey& survey;
    const Descriptions& descriptions;
    const std::set<ResultYear>& stale;
    Pseudonyms& pseudonyms;
};

// One a table, in the order of Which.
using Sinks = std::array<RowSink*, kTables>;

// What the rows' members are, for the dictionary.
MembersSeen write_rows(const Store& store, const Release& release, const Sinks& sinks,
                       const std::function<void(Position)>& progress);

}  // namespace ipep::panel
