// Sealer: events become records, each sealed behind the one before and laid out for its commit; in a second thread once
// there are many of them, so that the next ones are judged meanwhile.
//
// Shape:   few events are sealed at the end: a thread would cost more than it saves.
// Threads: one; the second is its own and ends with the object.
#pragma once

#include <memory>
#include <vector>

#include "events/records.h"
#include "ledger/digest.h"
#include "ledger/event.h"

namespace ipep {

class Sealer {
public:
    // Into `records`, behind the record with `before`. `chained` is left out by nobody but the benchmark, which shows
    // its price: every digest is then the one before.
    Sealer(Records& records, const Digest& before, bool chained);
    ~Sealer();
    Sealer(const Sealer&) = delete;
    Sealer& operator=(const Sealer&) = delete;

    // The event as it is kept; valid until the next call.
    const Event& add(Event event);
    std::size_t size() const { return added_; }
    // Until the records of all events that were added are there; they are nobody else's to look at before.
    void finish();

private:
    class Thread;
    void seal(const Event& event);

    Records& records_;
    Digest digest_;
    bool chained_;
    std::size_t added_ = 0;
    std::vector<Event> waiting_;
    std::unique_ptr<Thread> thread_;
};

}  // namespace ipep
