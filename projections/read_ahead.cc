#include "projections/read_ahead.h"

#include <thread>

#include "events/codec.h"
#include "events/relay.h"

namespace ipep {
namespace {

constexpr std::size_t kEventsTogether = 256;  // events: few hand-overs, and small enough to stay in the cache
constexpr Position kWorthwhile = 2000;        // fewer are decoded before a thread has started

void read(const Log& log, Position from, Position until, Relay& relay) {
    try {
        auto chunk = relay.empty();
        log.scan(from, until, [&](Position position, const Record& record) {
            chunk->push_back(read_event(position, record.payload));
            if (chunk->size() < kEventsTogether) return true;
            relay.pass(std::move(*chunk));
            chunk = relay.empty();
            return chunk.has_value();
        });
        if (chunk && !chunk->empty()) relay.pass(std::move(*chunk));
        relay.end();
    } catch (...) {
        relay.end(std::current_exception());
    }
}

}  // namespace

void read_ahead(const Log& log, Position from, Position until, const std::function<void(const Event&)>& fold) {
    if (until < from + kWorthwhile) {
        log.scan(from, until, [&](Position position, const Record& record) {
            fold(read_event(position, record.payload));
            return true;
        });
        return;
    }
    Relay relay;
    const std::jthread reader([&] { read(log, from, until, relay); });
    struct Leave {  // also where folding throws: else the reader would wait for ever
        Relay& relay;
        ~Leave() { relay.leave(); }
    } const leave{relay};
    relay.each(fold);
}

}  // namespace ipep
