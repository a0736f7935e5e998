// FactJson: a line of JSON as a fact to record. Strict: unknown, missing and repeated members, wrong types, malformed
// amounts, days and identifiers are refused, each with its name.
//
// Source: contract, "A fact, one JSON object a line".
#pragma once

#include "events/strict_json.h"
#include "ledger/command.h"

namespace ipep {

Verdict<RecordFact> parse_fact(std::string_view line);

// The parameters of a `rulesAdopted` body alone (`simulate`, the shipped rules).
Verdict<RulesAdopted> parse_rules(std::string_view text);

}  // namespace ipep
