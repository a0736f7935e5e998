#include "projections/read_ahead.h"

#include "events/codec.h"
#include "events/relay.h"

namespace ipep {
namespace {

constexpr Chunks kChunks{.things = 256};
constexpr Position kWorthwhile = 2000;  // fewer are decoded before a thread has started

}  // namespace

void read_ahead(const Log& log, Position from, Position until, const std::function<void(const Event&)>& fold) {
    const auto read = [&](auto&& pass) {
        log.scan(from, until,
                 [&](Position position, const Record& record) { return pass(read_event(position, record.payload)); });
    };
    if (until >= from + kWorthwhile) return relayed<Event>(kChunks, read, fold);
    read([&](const Event& event) {
        fold(event);
        return true;
    });
}

}  // namespace ipep
