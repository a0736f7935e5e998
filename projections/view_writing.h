// ViewWriting: rows of views written to the store on a thread of its own, while the next are made.
//
// Memory:  what waits to be written is bounded: whoever brings more waits.
// Threads: any may bring rows; batches of one view are written in the order in which they were brought.
// Errors:  what stops the writing is thrown by write() and finish().
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "events/store.h"

namespace ipep {

class ViewWriting {
public:
    // `see` is called with each batch before it is written, by the thread that writes.
    using See = std::function<void(const ViewBatch& batch)>;
    ViewWriting(Store& store, See see);
    ~ViewWriting();
    ViewWriting(const ViewWriting&) = delete;

    void write(ViewBatch batch);
    // Waits until all is written.
    void finish();

private:
    void run();
    void end();
    // Nothing once the end has come and all is taken.
    std::optional<ViewBatch> next();

    Store& store_;
    See see_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<ViewBatch> waiting_;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;
};

}  // namespace ipep
