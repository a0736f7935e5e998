// Neighbours: what the one writer and the readers of its process share. Most of what a writer does needs no gate: the
// log only grows, and a reader stops at its head. Rows of the views alone are written over.
//
// Shape:   any number read at once. A writer that waits at the door keeps new readers out, so that it waits for those
//          inside alone.
#pragma once

#include <atomic>
#include <mutex>
#include <shared_mutex>

#include "ledger/id.h"

namespace ipep {

struct Neighbours {
    std::atomic<Position> head{0};  // acknowledged
    std::mutex door;
    std::shared_mutex room;
    std::atomic<std::uint64_t> written{0};  // how often rows were written anew
};

}  // namespace ipep
