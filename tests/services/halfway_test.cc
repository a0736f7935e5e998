// A command left halfway: whatever call of the store fails in it and however, what is served afterwards is a replay of
// the log, and the next command goes on.
#include <gtest/gtest.h>

#include <filesystem>
#include <future>

#include "events/code.h"
#include "events/fault.h"
#include "services/http/command_queue.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

// Counts the calls of the store since it was armed, and makes one of them fail.
class FailingCall {
public:
    using Throw = void (*)();
    void arm(std::size_t nth, Throw how) { left_ = nth, throw_ = how, fired_ = false; }
    void disarm() { left_ = 0; }
    bool fired() const { return fired_; }
    std::function<void()> hook() {
        return [this] {
            if (left_ == 0 || --left_ > 0) return;
            fired_ = true;
            throw_();
        };
    }

private:
    std::size_t left_ = 0;
    Throw throw_ = nullptr;
    bool fired_ = false;
};

// How a call may be left: the disk, memory, an amount, and what nobody expects.
constexpr FailingCall::Throw kThrown[] = {[] {
                                              throw Fault(code::disk_full, {{"free", "0"}});
                                          },
                                          [] { throw std::bad_alloc(); }, [] { throw OutOfRange("made by the test"); },
                                          [] { throw std::runtime_error("made by the test"); }};

class Halfway : public testing::TestWithParam<std::size_t> {
protected:
    static const NamedCommand& command() { return writing_commands().at(GetParam()); }
    FailingCall failing_;
};

TEST_P(Halfway, EachCallOfTheStoreFailsInTurnAndWhatIsServedIsAReplay) {
    const BusyLedger busy;
    const auto ledger = busy.open({.before_each_call = failing_.hook()});
    std::size_t calls = 0;
    for (bool failed = true; failed && !HasFailure();) {
        ++calls;
        failing_.arm(calls, kThrown[calls % std::size(kThrown)]);
        bool accepted = false;
        try {
            accepted = command().run(*ledger, busy);
        } catch (const std::exception&) {
        }
        failed = failing_.fired();
        failing_.disarm();
        EXPECT_NE(accepted, failed) << "call " << calls;
        EXPECT_EQ(served(*ledger), replayed(*ledger)) << "call " << calls;
        if (!failed) break;
        EXPECT_TRUE(record_another(*ledger)) << "call " << calls;
        EXPECT_EQ(served(*ledger), replayed(*ledger)) << "call " << calls;
    }
    EXPECT_GT(calls, 2u) << "no call was made to fail";
    EXPECT_TRUE(record_another(*ledger));
    EXPECT_EQ(served(*ledger), replayed(*ledger));
}

// Where the writer sits: the command between two others of its group, which stand whatever becomes of it.
class AtTheDesk {
public:
    AtTheDesk(const BusyFolder& busy, FailingCall& failing)
        : busy_(busy),
          failing_(failing),
          desk_(busy.folder(), "test", 100, {}, {.sync = false, .before_each_call = failing.hook()}) {}

    struct Done {
        bool first = false, accepted = false, last = false, is_replay = false;
    };
    Done run(const NamedCommand& command, std::size_t nth) {
        std::promise<void> gathered;
        post(http::Job::Kind::copies, [waited = gathered.get_future().share()](LedgerService&) { waited.wait(); });
        Done done;
        auto first = post(http::Job::Kind::writes, [&](LedgerService& l) { done.first = record_another(l); });
        auto middle = post(http::Job::Kind::writes, [&](LedgerService& l) {
            failing_.arm(nth, kThrown[nth % 3]);
            done.accepted = command.run(l, busy_);
            if (!failing_.fired()) failing_.disarm();
        });
        auto last = post(http::Job::Kind::writes, [&](LedgerService& l) {
            failing_.disarm();
            done.last = record_another(l);
        });
        gathered.set_value();
        done.first = first.get() && done.first;
        done.accepted = middle.get() && done.accepted;
        done.last = last.get() && done.last;
        post(http::Job::Kind::copies, [&](LedgerService& l) { done.is_replay = served(l) == replayed(l); }).wait();
        return done;
    }

private:
    // Whether it was done without a fault.
    std::future<bool> post(http::Job::Kind kind, std::function<void(LedgerService&)> act) {
        const auto told = std::make_shared<std::promise<bool>>();
        auto future = told->get_future();
        EXPECT_TRUE(desk_.post({kind, [act = std::move(act)](LedgerService* ledger) { act(*ledger); },
                                [told](const Rejection* fault) { told->set_value(!fault); }}));
        return future;
    }

    const BusyFolder& busy_;
    FailingCall& failing_;
    http::CommandQueue desk_;
};

TEST_P(Halfway, AtTheDeskTheOthersOfItsGroupStand) {
    const BusyFolder busy;
    AtTheDesk desk(busy, failing_);
    std::size_t calls = 0;
    for (bool failed = true; failed && !HasFailure();) {
        const auto done = desk.run(command(), ++calls);
        failed = failing_.fired();
        EXPECT_TRUE(done.first && done.last) << "call " << calls;
        EXPECT_NE(done.accepted, failed) << "call " << calls;
        EXPECT_TRUE(done.is_replay) << "call " << calls;
    }
    EXPECT_GT(calls, 2u) << "no call was made to fail";
}

INSTANTIATE_TEST_SUITE_P(Commands, Halfway, testing::Range(std::size_t{0}, writing_commands().size()),
                         [](const auto& one) {
                             std::string name;
                             for (const char c : std::string(writing_commands().at(one.param).name))
                                 if (std::isalpha(static_cast<unsigned char>(c))) name += c;
                             return name;
                         });

}  // namespace
}  // namespace ipep
