// LogLines: what the service writes to its log, one JSON object a line on stderr.
//
// Shape:  {"time","level","event", …}; a request's lines bear its `request` id, which the client was given too.
// Threads: any.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace ipep::http {

enum class Level : std::uint8_t { info, warning, error };
void log_line(Level level, const std::string& event, boost::json::object members);
// How many lines stderr did not take since the start.
std::uint64_t log_lines_lost();
// What the system said of the last of them (`errno`).
int log_failure();

}  // namespace ipep::http
