#include "projections/read_ahead.h"

#include "events/codec.h"
#include "events/relay.h"

namespace ipep {
namespace {

constexpr std::size_t kEventsTogether = 256;  // events: few hand-overs, and small enough to stay in the cache
constexpr Position kWorthwhile = 2000;        // fewer are decoded before a thread has started

}  // namespace

void read_ahead(const Log& log, Position from, Position until, const std::function<void(const Event&)>& fold) {
    const auto read = [&](const auto& pass) {
        log.scan(from, until,
                 [&](Position position, const Record& record) { return pass(read_event(position, record.payload)); });
    };
    if (until >= from + kWorthwhile) return relayed<Event>(kEventsTogether, read, fold);
    read([&](const Event& event) {
        fold(event);
        return true;
    });
}

}  // namespace ipep
