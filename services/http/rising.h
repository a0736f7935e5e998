// Rising: a position that only grows, whoever tells of it in whatever order.
//
// Threads: any.
#pragma once

#include <atomic>

#include "ledger/id.h"

namespace ipep::http {

class Rising {
public:
    Position now() const { return at_.load(std::memory_order_acquire); }
    // Whether it was below.
    bool raise(Position to) {
        Position known = now();
        while (known < to && !at_.compare_exchange_weak(known, to)) {
        }
        return known < to;
    }

private:
    std::atomic<Position> at_{0};
};

}  // namespace ipep::http
