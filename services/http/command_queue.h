// CommandQueue: where commands wait for the one writer. Whoever wants something done to the ledger hands in a job and
// is told when it is done. Who only reads goes to the Readers.
//
// Shape:   all jobs that wait are taken at once; those that write are judged one behind the other and kept by one
//          synced write (group commit), and only then told; the others follow. While it is synced the next ones gather.
// Errors:  a job that meets a fault is told so, nothing of it stays, the others go on; where keeping fails, every
//          writing job of the group is told, nothing more is written, and the server ends: look at the disk first.
// Threads: any may post; jobs run on the queue's own, `done` is called there.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "services/ledger/ledger_service.h"

namespace ipep::http {

struct Job {
    // `copies` needs the writer's own files; `closed`: while nobody has the ledger open; `act` then gets nothing.
    // `follows` takes in what others appended to a log that is shared.
    enum class Kind : std::uint8_t { writes, copies, closed, follows } kind = Kind::writes;
    std::function<void(LedgerService*)> act;
    std::function<void(const Rejection* fault)> done;
};

class CommandQueue {
public:
    struct Told {
        std::function<void(const LedgerService&)> opened;
        std::function<void()> closing;              // nothing that reads beside the writer may be left behind it
        std::function<void(LedgerService&)> head;   // the log has grown, or was opened
        std::function<void(const Rejection&)> end;  // nothing more can be written
        std::function<void(std::size_t jobs, double seconds)> group;
    };

    // Of a folder that is a copy of a log shared with others: how it is opened, and how it goes on to what they
    // appended, before anything is judged.
    struct Shared {
        std::function<std::shared_ptr<KeptTables>(const std::string& folder)> open;
        std::function<void(LedgerService&)> take_in;
    };

    // `holder` is told to others who want to write.
    CommandQueue(const std::string& folder, const std::string& holder, std::size_t most_waiting, Told told,
                 StoreOptions options = {}, Shared shared = {});
    ~CommandQueue();

    // Whether it was taken; not where too many wait, or after close().
    bool post(Job job);
    Position head() const { return head_.load(std::memory_order_acquire); }
    // Finishes what was taken, then lets go of the ledger.
    void close();

private:
    void open();
    void let_go();
    void work();
    void run_writing(std::vector<Job>& jobs);
    void run_alone(Job& job);
    void run_following(Job& job);
    std::optional<Rejection> try_to(const std::function<void()>& act) const;
    void end(const Rejection& why);
    void end_where_it_must(const Rejection& why);
    std::optional<Rejection> catch_up();
    void tell_head();

    std::string folder_, holder_;
    std::size_t most_waiting_;
    Told told_;
    StoreOptions options_;
    Shared shared_;
    std::unique_ptr<LedgerService> ledger_;
    std::atomic<Position> head_{0};
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job> waiting_;
    bool closing_ = false;
    std::optional<Rejection> ended_;  // why nothing more is written; the ledger may be closed then
    std::thread thread_;
};

}  // namespace ipep::http
