// Readers: readings of the head beside the one writer. Each of a few threads has a reader over what the writer has
// open, which follows it: no reading stands before a command.
//
// Promise: who was told that a command is done reads what it did; and nobody is answered from a head before others know
//          of it, so that who asks again, wherever, gets nothing older.
// Threads: any may post; open(), close(), is_open() and head_is() are the writer's.
#pragma once

#include "services/http/reading_crew.h"
#include "services/http/rising.h"
#include "services/ledger/ledger_service.h"

namespace ipep::http {

class Readers {
public:
    // `tell` is called with each head before anything is read at it, on any thread, more than once for one head.
    explicit Readers(const ReadingCrew::Terms& terms, std::function<void(Position head)> tell = {});

    // Nothing is read before.

    void open(const LedgerService& writer);
    bool is_open() const { return ledgers_.front() != nullptr; }
    // Waits for those that read; what is posted then waits for open().
    void close();

    // The log stands here.
    void head_is(Position head);
    Position head() const { return head_.now(); }

    void post(const std::string& person, const PresencePtr& presence, std::function<void(LedgerService&)> act,
              std::function<void(const Rejection* why_not)> done);
    ReadingCrew::Load load() { return crew_.load(); }
    // Nobody waits any more.
    void end() { crew_.close(); }

private:
    std::vector<std::unique_ptr<LedgerService>> ledgers_;  // one a thread of the crew
    Rising head_;
    std::function<void(Position)> tell_;
    ReadingCrew crew_;
};

}  // namespace ipep::http
