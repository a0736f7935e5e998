// Presence: whether the one who asked is still there. The connection says when it is not; who works for it learns it.
//
// Threads: any.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace ipep::http {

class Presence {
public:
    bool gone() const {
        const std::lock_guard lock(mutex_);
        return gone_;
    }
    // Calls what waits for it, once.
    void leave() {
        std::vector<std::function<void()>> told;
        {
            const std::lock_guard lock(mutex_);
            gone_ = true;
            told.swap(told_);
        }
        for (const auto& tell : told) tell();
    }
    // At once, where it is gone already.
    void when_gone(std::function<void()> tell) {
        {
            const std::lock_guard lock(mutex_);
            if (!gone_) return told_.push_back(std::move(tell));
        }
        tell();
    }

private:
    mutable std::mutex mutex_;
    bool gone_ = false;
    std::vector<std::function<void()>> told_;
};
using PresencePtr = std::shared_ptr<Presence>;

}  // namespace ipep::http
