// Relay: events handed in chunks from the thread that has them to the one that takes them, in order; a few chunks are
// under way at once, so that neither waits long for the other.
//
// Shape:   the giver fills what empty() gives and passes it on, then end(); the taker calls each(), and leave() where
//          it stops early. A chunk's memory goes round, and its events are freed by the thread that made them: what is
//          freed by another one comes back to no thread's own store of memory, which costs more than to fold them.
// Errors:  what the giver ends with is thrown by each().
#pragma once

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

#include "ledger/event.h"

namespace ipep {

class Relay {
public:
    using Chunk = std::vector<Event>;

    // An empty chunk to fill; nothing once the taker has left.
    std::optional<Chunk> empty();
    void pass(Chunk chunk);
    void end(std::exception_ptr failure = nullptr);

    template <class Take>
    void each(const Take& take) {
        while (auto chunk = next()) {
            for (const Event& event : *chunk) take(event);
            give_back(std::move(*chunk));
        }
    }
    void leave();

private:
    std::optional<Chunk> next();
    void give_back(Chunk chunk);

    static constexpr std::size_t kUnderWay = 3;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::array<Chunk, kUnderWay> chunks_;
    std::size_t first_ = 0, waiting_ = 0;
    bool ended_ = false, left_ = false;
    std::exception_ptr failure_;
};

}  // namespace ipep
