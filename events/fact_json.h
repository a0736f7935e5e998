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

// The parameters with the value of one path in the place of what stands there. Errors: what refuses a `rulesAdopted`.
Verdict<Parameters> with_parameter(const Parameters& parameters, std::string_view path, std::string_view json);

}  // namespace ipep
