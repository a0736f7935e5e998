// Rows: the log once, from its first event to a position, as the rows of the three tables.
//
// Promise: a row depends on the events up to `until` and on the wishes alone: no clock, no path, no later event; an
//          erasure of personal data changes nothing, because none is in a row.
// Masked:  counts of persons (`patients`, `referringPhysicians`) below the threshold, and in `results` what would give
//          them back: expenditure, cap, drawing right and gain.
// Left out: whatever names a person, and free texts, which may.
// Source:  contract, `export panel`.
#pragma once

#include <functional>
#include <map>

#include "events/store.h"
#include "services/histories/panel/pseudonym.h"
#include "services/histories/panel/table.h"

namespace ipep::panel {

struct Wishes {
    bool xlsx = false, stata = false, sqlite = false;
    std::string pseudonym_key;  // path; empty: none
    std::int64_t threshold = 11;
};

struct Sinks {
    RowSink &results, &payments, &facts;
};

// `latest`: the revision of each settled year that stands at `until`.
void write_rows(const Store& store, Position until, const std::map<Year, std::int64_t>& latest, const Wishes& wishes,
                Pseudonyms& pseudonyms, const Sinks& sinks, const std::function<void(Position)>& progress);

}  // namespace ipep::panel
