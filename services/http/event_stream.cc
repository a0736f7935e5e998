#include "services/http/event_stream.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "services/reader/reader.h"

namespace ipep::http {
namespace {

constexpr Position kChunk = 200;  // events sent at once

}  // namespace

void EventStream::next(std::function<void(std::string chunk)> done) {
    if (from_ > readers_.head()) return done("");
    auto chunk = std::make_shared<std::string>();
    auto until = std::make_shared<Position>(from_);
    const auto act = [from = from_, person = person_, chunk, until](LedgerService& ledger) {
        const Store& store = ledger.store();
        const Reader reader = Reader::through_service(ledger.views().book(), person);
        *until = std::min(from + kChunk, store.head() + 1);
        store.scan(from, *until, [&](Position position, const Record& record) {
            Event event = read_event(position, record.payload);
            if (!reader.sees(event)) return true;
            reader.veil(event);
            chunk->append("id: ").append(std::to_string(position)).append("\ndata: ");
            chunk->append(boost::json::serialize(to_json(event, record.digest))).append("\n\n");
            return true;
        });
    };
    const auto told = [this, chunk, until, done](const Rejection* why_not) {
        if (why_not) return done("");
        from_ = *until;
        // Nothing of these may be seen, but more follows.
        if (chunk->empty() && from_ <= readers_.head()) *chunk = ":\n\n";
        done(std::move(*chunk));
    };
    readers_.post(person_.text, nullptr, act, told);
}

}  // namespace ipep::http
