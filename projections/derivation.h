// Derivation: an amount of a settlement or a seed credit, computed again from the facts known when it was decided, with
// the same rule code, over numbers that remember. Made on demand, never stored.
//
// Shape:  a settlement's figure, a seed credit or an order, as ledger/reference.h names them. Another group's
//         part in a national sum is its recorded decision, an event with a derivation of its own.
// Errors: reference_unknown, settlement_absent; Fault damaged_record, if the facts do not give the recorded figure.
// Source: contract, "An explanation".
#pragma once

#include "ledger/explanation.h"
#include "ledger/reference.h"
#include "projections/traced_year.h"

namespace ipep {

struct Derivation {
    ExplanationPtr root;
    RulesId rules;
    std::int64_t revision = 0;  // 0 for a seed credit
    Position known_until = 0;   // the facts up to here were known
};

// `views` stand where the question is asked (its head, or an as-of state).
Verdict<Derivation> explain(const Store& store, Views& views, const std::string& reference,
                            const Looking& looking = {});
// The same of a settlement or a seed credit of one groupement, asked again and again; the traces are its own.
Verdict<Derivation> explain(const Store& store, Views& views, const std::string& reference, GroupTraces& traces);

// The latest revision of every year that is wanted, by year, traced for who asks what it rests on: what other groups
// bring to national sums stands in none of them, so that all amounts of a year cost as much as they are many. One pass
// over the log for all, and one more for each year that was settled again after a later one. `known`: the facts it was
// settled from, good until the visit ends.
using YearFilter = std::function<bool(const GroupementId&, ResultYear)>;
using YearVisit =
    std::function<void(const GroupementId&, ResultYear, const TracedYear&, const SettledLine&, const Book& known)>;
void trace_years(const Store& store, Views& views, const YearFilter& wanted, const YearVisit& visit);

// The same of the due amounts alone.
using DueVisit = std::function<void(const GroupementId&, ResultYear, const Explanation&)>;
void explain_dues(const Store& store, Views& views, const YearFilter& wanted, const DueVisit& visit);

}  // namespace ipep
