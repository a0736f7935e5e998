#include "services/ledger/world.h"

#include <date/date.h>
#include <openssl/rand.h>

#include <chrono>
#include <sstream>

#include "events/code.h"
#include "events/fault.h"
#include "events/seal.h"
#include "ledger/calendar.h"
#include "services/ledger/surroundings.h"

namespace ipep {

std::optional<std::int64_t> parse_time(std::string_view rfc3339) {
    date::sys_time<std::chrono::microseconds> time;
    for (const char* form : {"%FT%TZ", "%FT%T%Ez"}) {
        std::istringstream in{std::string(rfc3339)};
        if (in >> date::parse(form, time) && in.peek() == EOF) return time.time_since_epoch().count();
    }
    return std::nullopt;
}

World World::real() { return {}; }

World World::trial() {
    World world;
    if (const auto& now = surroundings().now) {
        world.fixed_now_ = parse_time(*now);
        if (!world.fixed_now_) throw InvalidClock(*now);
    }
    world.seed_ = surroundings().seed;
    return world;
}

std::int64_t World::now() const {
    if (fixed_now_) return *fixed_now_;
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

Day World::today() const { return day_in_paris(now()); }

std::string World::random_bytes(const std::string& purpose) const {
    if (seed_) return std::string(bytes_of(sha256(*seed_ + '\0', purpose)));
    unsigned char bytes[32];
    if (RAND_bytes(bytes, sizeof bytes) != 1) throw Fault(code::machine_exhausted, {{"what", "random bytes"}});
    return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}

}  // namespace ipep
