// Node: one of several servers that share a log in PostgreSQL. It keeps a copy of the log and takes in what the others
// append; the one that holds the lease writes.
//
// Shape:   a thread of its own asks the database: it holds the lease, or waits until it is nobody's and claims it;
//          where packs have come it hands the command queue a job to take them in. A node that takes over takes in all
//          there is before it writes under the new epoch.
// Units:   the lease by the clock of the database alone; all other times by this machine's steady clock.
// Errors:  where the database cannot be reached readings go on, and commands are answered log_unreachable.
// Threads: any may ask; start() and end() are the service's.
// Source:  ops/decisions/0031-past-one-machine.md.
#pragma once

#include <condition_variable>
#include <thread>

#include "events/log_postgres.h"
#include "services/http/command_queue.h"
#include "services/http/configuration.h"

namespace ipep::http {

class Node {
public:
    // How far the log has come, and who writes, as it was heard last.
    struct State {
        Position log = 0;
        std::string holder, url;
        bool is_heard = false;  // the database answers
        bool writes = false;    // this node does
    };

    // Makes the folder of the copy, where there is none. Errors: Fault.
    explicit Node(const Configuration& configuration);
    ~Node();

    // How the command queue opens the copy.
    CommandQueue::Shared shared();
    void start(CommandQueue& desk, std::string own_url);
    // Gives the lease back. After the command queue is closed.
    void end();
    State state() const;
    bool writes() const { return writes_; }
    // Of this node's copy.
    Position head() const { return desk_->head(); }
    // With what it vouches for who asked it, to the others; empty until the database was heard.
    std::string key() const;

private:
    using Clock = std::chrono::steady_clock;
    void run();
    void look();
    void hold_lease();
    std::shared_ptr<KeptTables> open(const std::string& folder);
    void take_over(std::uint64_t epoch);
    void take_in(std::uint64_t pack, bool compares);
    bool is_time_to_compare();
    void compare(LedgerService& ledger, LogPostgres& kept) const;
    void step_down(const char* why);
    void rest();
    std::shared_ptr<LogPostgres> postgres() const;

    const Configuration& configuration_;
    const std::chrono::milliseconds lease_;
    std::string own_url_;
    SharedLog shared_;  // the thread's
    std::uint64_t heard_by_ = 0;
    std::atomic<std::uint64_t> epoch_{0};
    Clock::time_point renewed_, compared_;
    CommandQueue* desk_ = nullptr;
    std::atomic<bool> writes_{false}, gives_up_{false}, taking_in_{false}, ended_{false};
    mutable std::mutex mutex_;  // of what follows
    std::condition_variable woken_;
    std::weak_ptr<LogPostgres> postgres_;  // the command queue's, while it has the copy open
    State state_;
    std::string key_;
    std::thread thread_;
};

}  // namespace ipep::http
