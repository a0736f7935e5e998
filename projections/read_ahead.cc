#include "projections/read_ahead.h"

#include "events/codec.h"
#include "events/relay.h"

namespace ipep {
namespace {

constexpr Chunks kChunks{.things = 256};
constexpr Position kWorthwhile = 2000;  // fewer are decoded before a thread has started

}  // namespace

void read_ahead(const Log& log, Position from, Position until, const Fold& fold, const Fold& first) {
    const auto read = [&](auto&& pass) {
        log.scan(from, until, [&](Position position, const Record& record) {
            Event event = read_event(position, record.payload);
            if (first) first(event);
            return pass(std::move(event));
        });
    };
    if (until >= from + kWorthwhile) return relayed<Event>(kChunks, read, fold);
    read([&](const Event& event) {
        fold(event);
        return true;
    });
}

}  // namespace ipep
