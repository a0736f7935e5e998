#include "services/http/reading_crew.h"

#include <sys/resource.h>
#include <unistd.h>

#include "services/ledger/failure.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

// Of this thread alone: Linux keeps it a thread, as setpriority(2) says under "C library/kernel differences".
void be_nice(int niceness) {
    if (niceness > 0) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

}  // namespace

ReadingCrew::ReadingCrew(const Terms& terms) : terms_(terms), queue_(terms.share) {
    for (std::size_t worker = 0; worker < terms_.threads; ++worker)
        threads_.emplace_back([this, worker] { work(worker); });
}

void ReadingCrew::post(ReadingJob reading) {
    std::optional<Rejection> why_not;
    std::uint64_t number = 0;
    const PresencePtr presence = reading.presence;
    const auto done = reading.done;
    {
        const std::lock_guard lock(mutex_);
        number = ++posted_;
        const std::string person = reading.person;
        if (closing_)
            why_not = Rejection{code::reading_abandoned};
        else if (!queue_.push(person, {number, std::move(reading)}))
            why_not = Rejection{code::readings_exhausted, {{"most", std::to_string(terms_.share.waiting)}}};
    }
    if (why_not) return done(&*why_not);
    changed_.notify_all();
    if (presence) presence->when_gone([this, number] { withdraw(number); });
}

void ReadingCrew::withdraw(std::uint64_t number) {
    std::vector<Waiting> withdrawn;
    {
        const std::lock_guard lock(mutex_);
        withdrawn = queue_.withdraw([&](const Waiting& one) { return one.number == number; });
    }
    const Rejection abandoned{code::reading_abandoned};
    for (const Waiting& one : withdrawn) one.reading.done(&abandoned);
}

Patience ReadingCrew::patience_for(const PresencePtr& presence) const {
    const auto end = std::chrono::steady_clock::now() + terms_.limit.value_or(std::chrono::seconds(0));
    return Patience([this, presence, end]() -> std::optional<Rejection> {
        if (closing_ || (presence && presence->gone())) return Rejection{code::reading_abandoned};
        if (!terms_.limit || std::chrono::steady_clock::now() < end) return std::nullopt;
        return Rejection{code::reading_too_long, {{"seconds", std::to_string(terms_.limit->count())}}};
    });
}

void ReadingCrew::run(const ReadingJob& reading, std::size_t worker) const {
    std::optional<Rejection> why_not;
    try {
        why_not = failure_of([&] { reading.act(worker, patience_for(reading.presence)); });
    } catch (const ReadingEnded& ended) {
        why_not = ended.why;
    }
    reading.done(why_not ? &*why_not : nullptr);
}

void ReadingCrew::work(std::size_t worker) {
    be_nice(terms_.niceness);
    std::unique_lock lock(mutex_);
    for (;;) {
        std::optional<FairQueue<Waiting>::Taken> taken;
        changed_.wait(lock, [&] { return closing_ || (!paused_ && (taken = queue_.take())); });
        if (!taken) return;
        ++running_;
        lock.unlock();
        run(taken->work.reading, worker);
        taken->work.reading = {};  // what it held is let go of before another may think it was
        lock.lock();
        --running_;
        queue_.finished(taken->person);
        changed_.notify_all();
    }
}

ReadingCrew::Load ReadingCrew::load() {
    const std::lock_guard lock(mutex_);
    return {running_, queue_.waiting()};
}

void ReadingCrew::pause() {
    std::unique_lock lock(mutex_);
    paused_ = true;
    changed_.wait(lock, [&] { return running_ == 0; });
}

void ReadingCrew::resume() {
    {
        const std::lock_guard lock(mutex_);
        paused_ = false;
    }
    changed_.notify_all();
}

void ReadingCrew::close() {
    std::vector<Waiting> left;
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        threads.swap(threads_);
        left = queue_.withdraw([](const Waiting&) { return true; });
    }
    changed_.notify_all();
    for (std::thread& thread : threads) thread.join();
    const Rejection abandoned{code::reading_abandoned};
    for (const Waiting& one : left) one.reading.done(&abandoned);
}

}  // namespace ipep::http
