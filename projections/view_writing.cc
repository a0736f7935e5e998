#include "projections/view_writing.h"

namespace ipep {
namespace {

constexpr std::size_t kMostWaiting = 2;  // batches

}  // namespace

ViewWriting::ViewWriting(Store& store, See see) : store_(store), see_(std::move(see)), thread_([this] { run(); }) {}

ViewWriting::~ViewWriting() { end(); }

void ViewWriting::end() {
    {
        const std::scoped_lock lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void ViewWriting::write(ViewBatch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || waiting_.size() < kMostWaiting; });
    if (failure_) std::rethrow_exception(failure_);
    waiting_.push_back(std::move(batch));
    changed_.notify_all();
}

void ViewWriting::finish() {
    end();
    if (failure_) std::rethrow_exception(failure_);
}

std::optional<ViewBatch> ViewWriting::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return std::nullopt;
    ViewBatch batch = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return batch;
}

void ViewWriting::run() {
    try {
        while (const auto batch = next()) {
            see_(*batch);
            store_.write_views(std::span(&*batch, 1), Logged::no);
        }
    } catch (...) {
        const std::scoped_lock lock(mutex_);
        failure_ = std::current_exception();
        changed_.notify_all();
    }
}

}  // namespace ipep
