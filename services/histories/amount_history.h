// AmountHistory: every revision of an amount, the difference each made, and what caused it, step by step.
//
// Shape:  revisions in order. `because` are the facts recorded since the revision before that it rests on: corrections,
//         as a rule; none for the first. `steps` are the nodes of the two derivations whose values differ, in the order
//         of the derivation, so that the way from a fact to the amount can be read upwards.
// Units:  values as the settlement shows them; `difference` in the same unit, the first being the whole value.
//         A revision without the group has no value. Of an order, each act is a revision.
// Errors: reference_unknown, unknown_groupement, settlement_absent; Fault damaged_record as in a derivation.
// Source: contract, `history`; specification §11.
#pragma once

#include "projections/derivation.h"

namespace ipep {

struct HistoryStep {
    int depth = 0;
    std::string name, of, unit;
    std::string before, after;      // exact; empty where the derivation had no such node
    std::optional<EventRef> event;  // of the node as it is now
};

struct AmountRevision {
    std::int64_t revision = 0;
    Position position = 0;
    std::int64_t recordedAt = 0;
    PersonId by;  // empty where nobody was named
    std::string value, difference;
    std::vector<EventRef> because;
    std::vector<HistoryStep> steps;
};

struct AmountHistory {
    std::string reference;
    std::vector<AmountRevision> revisions;
};

// From one value to the next, in their unit and with their decimals; nothing where they are no numbers.
std::string difference(const std::string& before, const std::string& after);

// As known where `views` stand; what stands of a groupement, a payment year or the nation too (standing_history.h).
Verdict<AmountHistory> amount_history(const Store& store, Views& views, const std::string& reference);

}  // namespace ipep
