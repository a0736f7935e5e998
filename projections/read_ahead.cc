#include "projections/read_ahead.h"

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "events/codec.h"

namespace ipep {
namespace {

using Chunk = std::vector<Event>;
constexpr std::size_t kChunk = 256;    // events: few hand-overs, and small enough to stay in the cache
constexpr Position kWorthwhile = 2000;  // fewer are decoded before a thread has started

// Hands chunks from the reader to the folder; two are under way while one is folded.
class Relay {
public:
    // The reader's side. An empty chunk to fill; nothing once the folder has left.
    std::optional<Chunk> empty() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return left_ || waiting_ < kUnderWay; });
        if (left_) return std::nullopt;
        return std::move(chunks_[(first_ + waiting_) % kUnderWay]);
    }
    void pass(Chunk chunk) {
        const std::scoped_lock lock(mutex_);
        chunks_[(first_ + waiting_++) % kUnderWay] = std::move(chunk);
        changed_.notify_all();
    }
    void end(std::exception_ptr failure) {
        const std::scoped_lock lock(mutex_);
        ended_ = true;
        failure_ = std::move(failure);
        changed_.notify_all();
    }

    // The folder's side: chunks in order until the end.
    template <class Fold>
    void each(const Fold& fold) {
        for (;;) {
            Chunk chunk;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] { return ended_ || waiting_ > 0; });
                if (waiting_ == 0) break;
                chunk = std::move(chunks_[first_]);
            }
            for (const Event& event : chunk) fold(event);
            chunk.clear();
            const std::scoped_lock lock(mutex_);
            chunks_[first_] = std::move(chunk);  // its memory serves again
            first_ = (first_ + 1) % kUnderWay;
            --waiting_;
            changed_.notify_all();
        }
        if (failure_) std::rethrow_exception(failure_);
    }
    void leave() {
        const std::scoped_lock lock(mutex_);
        left_ = true;
        changed_.notify_all();
    }

private:
    static constexpr std::size_t kUnderWay = 3;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::array<Chunk, kUnderWay> chunks_;
    std::size_t first_ = 0, waiting_ = 0;
    bool ended_ = false, left_ = false;
    std::exception_ptr failure_;
};

void read(const Store& store, Position from, Position until, Relay& relay) {
    try {
        auto chunk = relay.empty();
        store.scan(from, until, [&](Position position, const Record& record) {
            chunk->push_back(read_event(position, record.payload));
            if (chunk->size() < kChunk) return true;
            relay.pass(std::move(*chunk));
            chunk = relay.empty();
            return chunk.has_value();
        });
        if (chunk && !chunk->empty()) relay.pass(std::move(*chunk));
        relay.end(nullptr);
    } catch (...) {
        relay.end(std::current_exception());
    }
}

}  // namespace

void read_ahead(const Store& store, Position from, Position until, const std::function<void(const Event&)>& fold) {
    if (until < from + kWorthwhile) {
        store.scan(from, until, [&](Position position, const Record& record) {
            fold(read_event(position, record.payload));
            return true;
        });
        return;
    }
    Relay relay;
    const std::jthread reader([&] { read(store, from, until, relay); });
    struct Leave {  // also where folding throws: else the reader would wait for ever
        Relay& relay;
        ~Leave() { relay.leave(); }
    } const leave{relay};
    relay.each(fold);
}

}  // namespace ipep
