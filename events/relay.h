// Relay: things handed in chunks from the thread that makes them to the one that takes them, in order; a few chunks are
// under way at once, so that neither waits long for the other.
//
// Shape:   the giver fills what empty() gives and passes it on, then end(); the taker calls each(), and leave() where
//          it stops early. A chunk's memory goes round, and its things are freed by the thread that made them: what is
//          freed by another one comes back to no thread's own store of memory, which costs more than to fold events.
// Errors:  what the giver ends with is thrown by each().
#pragma once

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace ipep {

template <class Thing>
class Relay {
public:
    using Chunk = std::vector<Thing>;

    // An empty chunk to fill; nothing once the taker has left.
    std::optional<Chunk> empty() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return left_ || waiting_ < kUnderWay; });
        if (left_) return std::nullopt;
        Chunk chunk = std::move(chunks_[(first_ + waiting_) % kUnderWay]);
        lock.unlock();
        chunk.clear();
        return chunk;
    }
    void pass(Chunk chunk) {
        {
            const std::scoped_lock lock(mutex_);
            chunks_[(first_ + waiting_++) % kUnderWay] = std::move(chunk);
        }
        changed_.notify_all();  // who wakes finds the lock free
    }
    void end(std::exception_ptr failure = nullptr) {
        const std::scoped_lock lock(mutex_);
        ended_ = true;
        failure_ = std::move(failure);
        changed_.notify_all();
    }

    template <class Take>
    void each(const Take& take) {
        while (auto chunk = next()) {
            for (Thing& thing : *chunk) take(thing);
            give_back(std::move(*chunk));
        }
    }
    void leave() {
        const std::scoped_lock lock(mutex_);
        left_ = true;
        changed_.notify_all();
    }

private:
    std::optional<Chunk> next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return ended_ || waiting_ > 0; });
        if (waiting_ > 0) return std::move(chunks_[first_]);
        if (failure_) std::rethrow_exception(failure_);
        return std::nullopt;
    }
    void give_back(Chunk chunk) {
        {
            const std::scoped_lock lock(mutex_);
            chunks_[first_] = std::move(chunk);
            first_ = (first_ + 1) % kUnderWay;
            --waiting_;
        }
        changed_.notify_all();
    }

    static constexpr std::size_t kUnderWay = 3;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::array<Chunk, kUnderWay> chunks_;
    std::size_t first_ = 0, waiting_ = 0;
    bool ended_ = false, left_ = false;
    std::exception_ptr failure_;
};

// Things made on a thread of their own while the caller takes them, so many in a chunk. `make` is called with a
// function that hands one over and says whether more are wanted; it is not called again where not. What `make` throws
// is thrown here, behind the things before it.
template <class Thing, class Make, class Take>
void relayed(std::size_t together, const Make& make, const Take& take) {
    Relay<Thing> relay;
    const std::jthread maker([&] {
        auto chunk = relay.empty();
        std::exception_ptr failure;
        try {
            make([&](Thing thing) {
                chunk->push_back(std::move(thing));
                if (chunk->size() < together) return true;
                relay.pass(std::move(*chunk));
                chunk = relay.empty();
                return chunk.has_value();
            });
        } catch (...) {
            failure = std::current_exception();
        }
        if (chunk && !chunk->empty()) relay.pass(std::move(*chunk));
        relay.end(failure);
    });
    struct Leave {  // also where taking throws: else the maker would wait for ever
        Relay<Thing>& relay;
        ~Leave() { relay.leave(); }
    } const leave{relay};
    relay.each(take);
}

}  // namespace ipep
