// Survey: what has to be known of the whole log before the first row: which facts stand, and what is withheld.
//
// Withheld: a groupement with a count of patients below the threshold, in any fact ever recorded of it. Its counts lead
//           from one table and year to another: spending = spending a patient × patients, quality right = envelope ×
//           patients ÷ all patients, seed credit = a line in patients, and what it is due and paid follows from these.
//           So none of its amounts is given, nor its spending a patient; and of a year it was settled in no national
//           sum, from which the others could be taken away.
// Stays:    its scores and indicators, days, kinds and the counts that are not small.
// Source:   contract, `--threshold`; RGPD, recital 26.
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "events/store.h"
#include "ledger/event.h"
#include "ledger/year.h"

namespace ipep::panel {

struct Survey {
    std::set<GroupementId> withheld;
    std::set<ResultYear> withheld_years;
    std::map<ResultYear, std::int64_t> standing;  // the last revision of each settled year that is in effect
    std::unordered_map<Position, Position> replaced_by, replaces;  // facts and corrections

    bool withholds(const GroupementId& groupement) const { return withheld.contains(groupement); }
};

Survey survey(const Store& store, Position until, std::int64_t threshold, std::optional<Day> effective);

}  // namespace ipep::panel
