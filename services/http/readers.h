// Readers: readings of the head beside the one writer. Each of a few threads has a reader over what the writer has open,
// which follows it: no reading stands before a command.
//
// Promise: who was told that a command is done reads what it did.
// Threads: any may post; open(), close() and head_is() are the writer's.
#pragma once

#include "services/http/reading_lane.h"
#include "services/ledger_service.h"

namespace ipep::http {

class Readers {
public:
    // Nothing is read before open().
    explicit Readers(const ReadingLane::Terms& terms);

    void open(const LedgerService& writer);
    // Waits for those that read; what is posted then waits for open().
    void close();

    // The log stands here.
    void head_is(Position head) { head_.store(head, std::memory_order_release); }
    Position head() const { return head_.load(std::memory_order_acquire); }

    void post(const std::string& person, const PresencePtr& presence, std::function<void(LedgerService&)> act,
              std::function<void(const Rejection* why_not)> done);
    ReadingLane::Load load() { return lane_.load(); }
    // Nobody waits any more.
    void end() { lane_.close(); }

private:
    std::vector<std::unique_ptr<LedgerService>> ledgers_;  // one a thread of the lane
    std::atomic<Position> head_{0};
    ReadingLane lane_;
};

}  // namespace ipep::http
