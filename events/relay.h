// Relay: things handed in chunks from the thread that makes them to the one that takes them, in order; some chunks are
// under way at once, so that neither waits for the other where one of them has more to do for a while.
//
// Shape:   the giver fills what empty() gives and passes it on, then end(); the taker calls each(), and leave() where
//          it stops early. A chunk's memory goes round, and its things are freed by the thread that made them: what is
//          freed by another one comes back to no thread's own store of memory, which costs more than to fold events.
// Errors:  what the giver ends with is thrown by each().
#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace ipep {

inline constexpr std::size_t kFewUnderWay = 3;  // chunks: they stay in the processor's caches

template <class Thing>
class Relay {
public:
    using Chunk = std::vector<Thing>;
    explicit Relay(std::size_t under_way) : chunks_(under_way) {}

    // An empty chunk to fill; nothing once the taker has left.
    std::optional<Chunk> empty() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return left_ || waiting_ < chunks_.size(); });
        if (left_) return std::nullopt;
        Chunk chunk = std::move(chunks_[(first_ + waiting_) % chunks_.size()]);
        lock.unlock();
        chunk.clear();
        return chunk;
    }
    // Whether the taker has little left to do.
    bool is_waited_for() {
        const std::scoped_lock lock(mutex_);
        return waiting_ <= chunks_.size() / 4;
    }
    void pass(Chunk chunk) {
        {
            const std::scoped_lock lock(mutex_);
            chunks_[(first_ + waiting_++) % chunks_.size()] = std::move(chunk);
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
            first_ = (first_ + 1) % chunks_.size();
            --waiting_;
        }
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Chunk> chunks_;  // those under way, in a ring
    std::size_t first_ = 0, waiting_ = 0;
    bool ended_ = false, left_ = false;
    std::exception_ptr failure_;
};

// How things are given to a relay, so many in a chunk.
template <class Thing>
class Giving {
public:
    Giving(Relay<Thing>& relay, std::size_t together) : relay_(relay), together_(together), chunk_(relay.empty()) {}
    // Whether more are wanted; it is not called again where not.
    bool operator()(Thing thing) {
        chunk_->push_back(std::move(thing));
        if (chunk_->size() < together_) return true;
        relay_.pass(std::move(*chunk_));
        chunk_ = relay_.empty();
        return chunk_.has_value();
    }
    bool is_waited_for() const { return relay_.is_waited_for(); }
    void end(std::exception_ptr failure) {
        if (chunk_ && !chunk_->empty()) relay_.pass(std::move(*chunk_));
        relay_.end(std::move(failure));
    }

private:
    Relay<Thing>& relay_;
    std::size_t together_;
    std::optional<typename Relay<Thing>::Chunk> chunk_;
};

// `under_way`: many for a taker that has much to do now and then.
struct Chunks {
    std::size_t things, under_way = kFewUnderWay;
};

// Things made on a thread of their own while the caller takes them. `make` is called with a Giving. What it throws is
// thrown here, behind the things before it.
template <class Thing, class Make, class Take>
void relayed(Chunks chunks, const Make& make, const Take& take) {
    Relay<Thing> relay(chunks.under_way);
    const std::jthread maker([&] {
        Giving<Thing> giving(relay, chunks.things);
        std::exception_ptr failure;
        try {
            make(giving);
        } catch (...) {
            failure = std::current_exception();
        }
        giving.end(failure);
    });
    struct Leave {  // also where taking throws: else the maker would wait for ever
        Relay<Thing>& relay;
        ~Leave() { relay.leave(); }
    } const leave{relay};
    relay.each(take);
}

}  // namespace ipep
