// RecordSchema: what the JSON of a record of the log looks like, as JSON Schema: the parameters of rules, the body of
// each kind of event. The same walk over members as the JSON itself is (events/json_walk.h).
//
// Shape:  one schema a kind, by its name with a capital; `EventBody` is any of them, `Parameters` those of rules.
// Source: JSON Schema 2020-12, as OpenAPI 3.1 takes it.
#pragma once

#include <boost/json/fwd.hpp>

namespace ipep {

void add_record_schemas(boost::json::object& to);

}  // namespace ipep
