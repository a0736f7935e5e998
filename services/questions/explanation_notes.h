// ExplanationNotes: what helps to read a derivation and is no part of it: what its indicators are called, and what
// stands behind its measured values.
//
// Shape:  of the nodes that are shown; names as the rules in force for the year asked about have them.
// Source: specification §17, members of a measure; CDC 2019 §8-I, annexe 1.
#pragma once

#include <map>

#include "ledger/year.h"
#include "services/ledger/ledger_service.h"

namespace ipep {

struct ExplanationNotes {
    std::map<std::string, std::string> names;      // by what a node is of: "S05"
    std::map<Position, MeasureEvidence> evidence;  // by the event of a leaf
};

ExplanationNotes notes_of(LedgerService& ledger, const Explanation& root, std::optional<ResultYear> year);

}  // namespace ipep
