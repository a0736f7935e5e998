// ReadingCrew: threads that do but one kind of reading, so that what takes long stands before none of another kind.
//
// Shape:   readings are taken round robin over persons (fair_queue.h). One whose client has gone is withdrawn where it
//          waits, and ends at its next unit of work where it runs; so does one that takes longer than the limit.
// Errors:  `done` is told why a reading gave nothing: readings_exhausted where its person has no room,
//          reading_abandoned, reading_too_long, or the Fault it met. It is called once, on any thread.
// Threads: any may post; a reading runs on one of the crew's, which is told by its number.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <thread>

#include "ledger/patience.h"
#include "services/http/fair_queue.h"
#include "services/http/presence.h"

namespace ipep::http {

struct ReadingJob {
    std::string person;
    PresencePtr presence;  // null: it is always waited for
    std::function<void(std::size_t worker, const Patience&)> act;
    std::function<void(const Rejection* why_not)> done;
};

class ReadingCrew {
public:
    struct Terms {
        std::size_t threads = 1;
        Share share;
        std::optional<std::chrono::seconds> limit = {};  // of one reading, once it runs
        int niceness = 0;                                // to other threads, as nice(1) counts
    };
    explicit ReadingCrew(const Terms& terms);
    ~ReadingCrew() { close(); }
    ReadingCrew(const ReadingCrew&) = delete;
    ReadingCrew& operator=(const ReadingCrew&) = delete;

    void post(ReadingJob reading);
    struct Load {
        std::size_t running = 0, waiting = 0;
    };
    Load load();
    // Until resume() no reading runs, and those that ran have ended; what is posted waits.
    void pause();
    void resume();
    // Nobody waits any more: what runs is ended, what waits is told so, nothing more is taken.
    void close();

private:
    struct Waiting {
        std::uint64_t number;
        ReadingJob reading;
    };
    void work(std::size_t worker);
    void run(const ReadingJob& reading, std::size_t worker) const;
    Patience patience_for(const PresencePtr& presence) const;
    void withdraw(std::uint64_t number);

    Terms terms_;
    std::mutex mutex_;
    std::condition_variable changed_;
    FairQueue<Waiting> queue_;
    std::uint64_t posted_ = 0;
    std::size_t running_ = 0;
    bool paused_ = false;
    std::atomic<bool> closing_{false};
    std::vector<std::thread> threads_;
};

}  // namespace ipep::http
