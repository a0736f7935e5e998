// Recorder: gives drafts their place in the log: position, time, actor, seal. Keeps them together until they are
// appended as one batch, whole or not at all.
#pragma once

#include <memory_resource>
#include <unordered_map>

#include "events/sealer.h"
#include "events/store.h"
#include "ledger/command.h"
#include "services/ledger/world.h"

namespace ipep {

class Recorder {
public:
    // `fold` takes each event into whatever judges the next one.
    Recorder(Store& store, std::function<void(const Event&)> fold, const World& world, PersonId actor);

    // The event, folded but not yet kept; valid until the next is recorded. Throws OutOfRange, before it is folded,
    // where an amount is beyond what is recorded (ledger/amount_bound.h).
    const Event& record(Draft draft);
    // Among the personal values, of an event recorded here: with random bytes of its own.
    void keep_beside(std::string subject, Position position, int member, std::string value);
    // The event of a key, recorded and not kept yet, decoded from its bytes: events are large, and not held.
    std::optional<Event> recorded(const FactKey& key);
    std::size_t pending() const { return sealer_.size(); }
    // Keeps what was recorded, once.
    void commit();

private:
    void seal_personal(Event& event);
    void note(const FactKey& key, Position position);

    Store& store_;
    std::function<void(const Event&)> fold_;
    const World& world_;
    PersonId actor_;
    Position expected_;
    std::int64_t last_recorded_;
    std::pmr::monotonic_buffer_resource memory_;  // of the keys: freed one by one they cost a twentieth of it all
    std::pmr::unordered_map<std::string_view, Position> keys_{&memory_};
    LogBatch batch_;
    Sealer sealer_;
};

// The event at a position, with its personal values where `reveal` says so. Precondition: 1 to the head.
Event kept_event(const Store& store, Position position, bool reveal);
// The member's value and random bytes, looked up beside the log, into every Personal of a fact.
void reveal_personal(const PersonalValues& values, Event& event);

}  // namespace ipep
