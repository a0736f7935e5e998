#include "events/sealer.h"

#include <thread>

#include "events/codec.h"
#include "events/relay.h"
#include "events/seal.h"

namespace ipep {
namespace {

constexpr std::size_t kChunk = 64;  // small, because whoever asks for the records waits for the last

}  // namespace

class Sealer::Thread {
public:
    explicit Thread(Sealer& sealer) : thread_([this, &sealer] { run(sealer); }) {}
    ~Thread() { relay_.end(); }  // what is under way is sealed in vain

    // Takes the chunk, gives an empty one.
    Relay<Event>::Chunk swap(Relay<Event>::Chunk chunk) {
        relay_.pass(std::move(chunk));
        auto empty = relay_.empty();
        if (!empty) finish();
        return std::move(*empty);
    }
    void finish() {
        relay_.end();
        thread_.join();
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    void run(Sealer& sealer) {
        try {
            relay_.each([&](const Event& event) { sealer.seal(event); });
        } catch (...) {
            failure_ = std::current_exception();
            relay_.leave();
        }
    }

    Relay<Event> relay_{kFewUnderWay};
    std::exception_ptr failure_;
    std::jthread thread_;  // last: it uses the others
};

Sealer::Sealer(Records& records, const Digest& before, bool chained)
    : records_(records), digest_(before), chained_(chained) {}
Sealer::~Sealer() = default;

void Sealer::seal(const Event& event) {
    std::string payload = encode(event);
    if (!chained_) return records_.add(payload += bytes_of(digest_));
    const std::string record = seal_record(digest_, std::move(payload));
    digest_ = split_record(record)->digest;
    records_.add(record);
}

const Event& Sealer::add(Event event) {
    if (waiting_.size() == kChunk) {
        if (!thread_) thread_ = std::make_unique<Thread>(*this);
        waiting_ = thread_->swap(std::move(waiting_));
    }
    if (waiting_.empty()) waiting_.reserve(kChunk);  // so that none moves while it is looked at
    ++added_;
    return waiting_.emplace_back(std::move(event));
}

void Sealer::finish() {
    if (thread_) {
        thread_->finish();
        thread_.reset();
    }
    for (const Event& event : waiting_) seal(event);
    waiting_.clear();
}

}  // namespace ipep
