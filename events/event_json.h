// EventJson: an event as one line of JSON, for people and other programs; and JSON text in general.
//
// Shape:  members in declared order; amounts and measured values as texts; absent members are left out; personal data
//         that was erased or may not be shown is null. Other records: events/json_walk.h.
// Source: contract, `events`.
#pragma once

#include <boost/json/fwd.hpp>

#include "events/strict_json.h"
#include "ledger/command.h"

namespace ipep {

boost::json::object to_json(const Event& event, const Digest& digest);
// A fact that is not recorded yet, as the line `append` reads.
boost::json::object to_json(const RecordFact& fact);
// {"kind": {members}}, and the members alone.
boost::json::object kind_to_json(const Fact& fact);
boost::json::object kind_to_json(const Body& body);
boost::json::object body_to_json(const Body& body);

std::string recorded_text(std::int64_t recorded_at);  // "2026-11-23T09:47:50.123456Z"

// The tree back as text, members in their order.
std::string json_text(const JsonNode& node);

}  // namespace ipep
