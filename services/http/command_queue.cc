#include "services/http/command_queue.h"

#include <algorithm>
#include <chrono>

#include "events/code.h"
#include "services/ledger/failure.h"

namespace ipep::http {
namespace {

constexpr std::size_t kGroup = 256;  // writing jobs kept together, so that the first of them need not wait long

// After any other nobody knows what the disk holds. What a shared log says of itself is asked of it again.
bool leaves_the_disk(Code code) {
    constexpr Code kKnown[] = {code::disk_full,       code::ledger_busy,     code::machine_exhausted,
                               code::log_unreachable, code::outcome_unknown, code::writer_elsewhere};
    return std::ranges::find(kKnown, code) != std::end(kKnown);
}

}  // namespace

CommandQueue::CommandQueue(const std::string& folder, const std::string& holder, std::size_t most_waiting, Told told,
                           StoreOptions options, Shared shared)
    : folder_(folder),
      holder_(holder),
      most_waiting_(most_waiting),
      told_(std::move(told)),
      options_(std::move(options)),
      shared_(std::move(shared)) {
    open();
    thread_ = std::thread([this] { work(); });
}

CommandQueue::~CommandQueue() { close(); }

void CommandQueue::open() {
    ledger_ =
        shared_.open
            ? std::make_unique<LedgerService>(shared_.open(folder_), Access::write, Progress{}, options_, Grounds::log)
            : std::make_unique<LedgerService>(folder_, Access::write, Progress{}, options_, Grounds::log);
    ledger_->store().announce(holder_);
    if (told_.opened) told_.opened(*ledger_);
    tell_head();
}

void CommandQueue::let_go() {
    if (told_.closing) told_.closing();
    ledger_.reset();
}

void CommandQueue::tell_head() {
    if (told_.head) told_.head(*ledger_);
    head_.store(ledger_->store().head(), std::memory_order_release);  // who sees it may read there
}

bool CommandQueue::post(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (closing_ || waiting_.size() >= most_waiting_) return false;
        waiting_.push_back(std::move(job));
    }
    arrived_.notify_one();
    return true;
}

void CommandQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    arrived_.notify_one();
    if (thread_.joinable()) thread_.join();
    let_go();
}

// What the ledger is asked for while nobody could open it again is told why.
std::optional<Rejection> CommandQueue::try_to(const std::function<void()>& act) const {
    return ledger_ ? failure_of(act) : ended_;
}

void CommandQueue::end(const Rejection& why) {
    if (ended_) return;
    ended_ = why;
    if (told_.end) told_.end(why);
}

void CommandQueue::work() {
    for (;;) {
        std::vector<Job> writing, others;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            for (; !waiting_.empty() && writing.size() < kGroup; waiting_.pop_front()) {
                Job& next = waiting_.front();
                (next.kind == Job::Kind::writes ? writing : others).push_back(std::move(next));
            }
        }
        if (!writing.empty()) run_writing(writing);
        for (Job& job : others) {
            if (job.kind == Job::Kind::closed) {
                run_alone(job);
            } else if (job.kind == Job::Kind::follows) {
                run_following(job);
            } else {
                auto fault = try_to([&] { job.act(ledger_.get()); });
                job.done(fault ? &*fault : nullptr);
            }
        }
    }
}

void CommandQueue::run_writing(std::vector<Job>& jobs) {
    const auto start = std::chrono::steady_clock::now();
    const Position before = head();
    std::vector<std::optional<Rejection>> faults(jobs.size(), ended_);
    if (const auto behind = ended_ ? std::nullopt : catch_up()) {
        std::ranges::fill(faults, behind);
    } else if (!ended_) {
        ledger_->hold();
        for (std::size_t i = 0; i < jobs.size(); ++i)
            faults[i] = try_to([&] {
                LedgerService::Unit unit(*ledger_);
                jobs[i].act(ledger_.get());
                unit.keep();
            });
        if (const auto failed = try_to([&] { ledger_->release(); })) {
            std::ranges::fill(faults, failed);
            end_where_it_must(*failed);
        }
        if (ledger_->store().head() != before)  // who may not be told who has roles now, must not answer
            if (const auto untold = try_to([&] { tell_head(); })) end(*untold);
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].done(faults[i] ? &*faults[i] : nullptr);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (told_.group) told_.group(jobs.size(), took.count());
}

std::optional<Rejection> CommandQueue::catch_up() {
    if (!shared_.take_in) return std::nullopt;
    auto fault = try_to([&] { shared_.take_in(*ledger_); });
    if (fault) end_where_it_must(*fault);
    return fault;
}

void CommandQueue::run_following(Job& job) {
    const Position before = head();
    const auto fault = try_to([&] { job.act(ledger_.get()); });
    if (fault) end_where_it_must(*fault);
    if (ledger_ && ledger_->store().head() != before)
        if (const auto untold = try_to([&] { tell_head(); })) end(*untold);
    job.done(fault ? &*fault : nullptr);
}

void CommandQueue::end_where_it_must(const Rejection& why) {
    if (!leaves_the_disk(why.code)) end(why);
}

void CommandQueue::run_alone(Job& job) {
    let_go();
    const auto fault = failure_of([&] { job.act(nullptr); });
    if (const auto unopened = failure_of([&] { open(); })) end(*unopened);
    job.done(fault ? &*fault : nullptr);
}

}  // namespace ipep::http
