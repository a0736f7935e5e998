// Recorded time: what a verifier says of the time an event was recorded at, which a clock that went wrong may have
// given.
//
// Shape:   microseconds since 1970, UTC. A trial's clock is invented: of its times only the order counts.
#pragma once

#include <cstdint>
#include <string_view>

namespace ipep {

struct RecordedTimes {
    std::int64_t before = INT64_MIN;  // of the event before; INT64_MIN before the first
    std::int64_t now = INT64_MAX;     // of the verifier
    bool invented = false;
};

// What should hold of `at` and does not; empty where all does.
std::string_view impossible_time(std::int64_t at, const RecordedTimes& times);

}  // namespace ipep
