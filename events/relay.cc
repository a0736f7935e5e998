#include "events/relay.h"

namespace ipep {

std::optional<Relay::Chunk> Relay::empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return left_ || waiting_ < kUnderWay; });
    if (left_) return std::nullopt;
    Chunk chunk = std::move(chunks_[(first_ + waiting_) % kUnderWay]);
    lock.unlock();
    chunk.clear();
    return chunk;
}

void Relay::pass(Chunk chunk) {
    {
        const std::scoped_lock lock(mutex_);
        chunks_[(first_ + waiting_++) % kUnderWay] = std::move(chunk);
    }
    changed_.notify_all();  // who wakes finds the lock free
}

void Relay::end(std::exception_ptr failure) {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    failure_ = std::move(failure);
    changed_.notify_all();
}

std::optional<Relay::Chunk> Relay::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || waiting_ > 0; });
    if (waiting_ > 0) return std::move(chunks_[first_]);
    if (failure_) std::rethrow_exception(failure_);
    return std::nullopt;
}

void Relay::give_back(Chunk chunk) {
    {
        const std::scoped_lock lock(mutex_);
        chunks_[first_] = std::move(chunk);
        first_ = (first_ + 1) % kUnderWay;
        --waiting_;
    }
    changed_.notify_all();
}

void Relay::leave() {
    const std::scoped_lock lock(mutex_);
    left_ = true;
    changed_.notify_all();
}

}  // namespace ipep
