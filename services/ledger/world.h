// World: the clock and the random bytes, the only two things a ledger takes from outside besides its facts.
//
// Shape:  the machine's own; in a trial ledger the surroundings may stop the clock and fix the bytes, so that
//         the same facts give the same log.
// Units:  microseconds since 1970, UTC. A day without `--on` is the day in Europe/Paris.
// Source: contract, `init --trial`.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "ledger/day.h"

namespace ipep {

std::optional<std::int64_t> parse_time(std::string_view rfc3339);

// IPEP_NOW is no time: whoever set it would wait in vain for the same log.
struct InvalidClock : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

class World {
public:
    static World real();
    // What the surroundings do not say stays the machine's. Errors: InvalidClock is thrown.
    static World trial();

    std::int64_t now() const;
    Day today() const;
    // 32 bytes; in a trial they follow from the seed and `purpose`, which is never used twice.
    std::string random_bytes(const std::string& purpose) const;

private:
    std::optional<std::int64_t> fixed_now_;
    std::optional<std::string> seed_;
};

}  // namespace ipep
