// Clock: what clocks in Europe/Paris show.
//
// Units:   times are microseconds since 1970, UTC. Summer time as calendar.h says.
// Source:  directive 2000/84/CE.
#pragma once

#include <cstdint>
#include <string>

namespace ipep {

// By how much Paris is ahead of UTC.
std::int64_t ahead_in_paris(std::int64_t time);
std::string clock_in_paris(std::int64_t time);  // "14:05:09"

}  // namespace ipep
