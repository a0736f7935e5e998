#include "services/http/desk.h"

#include <chrono>

#include "events/fault.h"

namespace ipep::http {
namespace {

constexpr std::size_t kGroup = 256;  // writing jobs kept together, so that the first of them need not wait long

// After one of these nobody knows what the disk holds.
bool ends_writing(Code code) { return code != Code::disk_full && code != Code::ledger_busy; }

}  // namespace

Desk::Desk(const std::string& folder, const std::string& holder, std::size_t most_waiting, Told told)
    : folder_(folder), holder_(holder), most_waiting_(most_waiting), told_(std::move(told)) {
    open();
    thread_ = std::thread([this] { work(); });
}

Desk::~Desk() { close(); }

void Desk::open() {
    ledger_ = std::make_unique<LedgerService>(folder_, Access::write);
    ledger_->store().announce(holder_);
    if (told_.opened) told_.opened(*ledger_);
    tell_head();
}

void Desk::let_go() {
    if (told_.closing) told_.closing();
    ledger_.reset();
}

void Desk::tell_head() {
    head_.store(ledger_->store().head(), std::memory_order_release);
    if (told_.head) told_.head(*ledger_);
}

bool Desk::post(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (closing_ || waiting_.size() >= most_waiting_) return false;
        waiting_.push_back(std::move(job));
    }
    arrived_.notify_one();
    return true;
}

void Desk::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    arrived_.notify_one();
    if (thread_.joinable()) thread_.join();
    let_go();
}

std::optional<Rejection> Desk::try_to(const std::function<void()>& act) {
    try {
        act();
        return std::nullopt;
    } catch (const Fault& fault) {
        return fault.rejection;
    } catch (const std::exception& error) {
        return Rejection{Code::disk_fault, {{"what", error.what()}}};
    }
}

void Desk::work() {
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
                continue;
            }
            auto fault = try_to([&] { job.act(ledger_.get()); });
            job.done(fault ? &*fault : nullptr);
        }
    }
}

void Desk::run_writing(std::vector<Job>& jobs) {
    const auto start = std::chrono::steady_clock::now();
    const Position before = ledger_->store().head();
    std::vector<std::optional<Rejection>> faults(jobs.size());
    if (!broken_) ledger_->hold();
    for (std::size_t i = 0; i < jobs.size() && !broken_; ++i)
        faults[i] = try_to([&] { jobs[i].act(ledger_.get()); });
    const auto failed = broken_ ? std::optional(Rejection{Code::disk_fault, {{"what", "an earlier write failed"}}})
                                : try_to([&] { ledger_->release(); });
    if (failed && ends_writing(failed->code) && !broken_) {
        broken_ = true;
        if (told_.end) told_.end(*failed);
    }
    if (ledger_->store().head() != before) tell_head();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (failed) faults[i] = failed;
        jobs[i].done(faults[i] ? &*faults[i] : nullptr);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (told_.group) told_.group(jobs.size(), took.count());
}

void Desk::run_alone(Job& job) {
    let_go();
    const auto fault = try_to([&] { job.act(nullptr); });
    if (const auto unopened = try_to([&] { open(); })) {
        broken_ = true;
        if (told_.end) told_.end(*unopened);
    }
    job.done(fault ? &*fault : nullptr);
}

}  // namespace ipep::http
