// Under the thread sanitizer: the writer's desk, readers of their own, event streams and first explanations at once.
//
// What is read is compared too: an explanation is what it is when it is the only one.
#include <gtest/gtest.h>

#include <barrier>
#include <boost/json.hpp>
#include <future>
#include <thread>

#include "ledger/code.h"
#include "projections/derivation.h"
#include "services/http/command_queue.h"
#include "services/http/event_stream.h"
#include "services/http/readers.h"
#include "services/questions/explanation_answer.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

constexpr int kReaders = 4;
const std::vector<std::string> kReferences = {"settlement/2021/G02/due", "settlement/2020/G01/score",
                                              "settlement/2022/G03/net", "seedCredit/G01"};

std::string explained(LedgerService& ledger, const std::string& reference) {
    const auto derivation = explain(ledger.store(), ledger.views(), reference);
    EXPECT_TRUE(derivation) << reference;
    return derivation ? boost::json::serialize(explanation_answer(*derivation->root, derivation->rules)) : "";
}

// What a person would read of it, in the language of the thread.
std::string spoken_of(LedgerService& ledger, int reader) {
    const Speaking speaking(reader % 2 == 0 ? Language::french : Language::english);
    std::string text = spoken("advanceGranted") + spoken_sentence({code::no_groupement, {{"year", "2031"}}});
    for (const GroupementId& id : ledger.book().groupements())
        text += with_currency(ledger.views().balances().rows.find(id.text)->owed());
    return text;
}

// A bug's test: citations stood in a map that every explanation wrote, and the first ones hung or aborted together.
TEST(Threads, FirstExplanationsAtOnceAreWhatEachIsAlone) {
    const BusyFolder busy;
    std::vector<std::string> found(kReaders), alone;
    std::barrier start(kReaders);
    std::vector<std::jthread> readers;
    for (int i = 0; i < kReaders; ++i)
        readers.emplace_back([&, i] {
            LedgerService ledger(busy.folder(), Access::read);
            start.arrive_and_wait();
            found[static_cast<std::size_t>(i)] = explained(ledger, kReferences[static_cast<std::size_t>(i)]);
        });
    readers.clear();
    LedgerService ledger(busy.folder(), Access::read);
    for (const std::string& reference : kReferences) alone.push_back(explained(ledger, reference));
    EXPECT_EQ(found, alone);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

class AllAtOnce : public testing::Test {
protected:
    std::future<bool> post(http::Job::Kind kind, std::function<bool(LedgerService&)> act) {
        const auto told = std::make_shared<std::promise<bool>>();
        const auto good = std::make_shared<bool>(false);
        const bool posted = desk_.post({kind, [act = std::move(act), good](LedgerService* l) { *good = act(*l); },
                                        [told, good](const Rejection* fault) { told->set_value(!fault && *good); }});
        EXPECT_TRUE(posted);
        return told->get_future();
    }
    void write() {
        for (int i = 0; i < 12; ++i) EXPECT_TRUE(post(http::Job::Kind::writes, record_another).get());
        for (const NamedCommand& command : writing_commands()) {
            if (is_one_of(command.name, {"order", "suspend"})) continue;  // of the order that is approved
            EXPECT_TRUE(post(http::Job::Kind::writes, [&](LedgerService& l) { return command.run(l, busy_); }).get())
                << command.name;
        }
    }
    void read_beside(int reader) {
        for (int i = 0; i < 3; ++i) {
            LedgerService ledger(busy_.folder(), Access::read);
            explained(ledger, kReferences[static_cast<std::size_t>(reader)]);
            EXPECT_FALSE(spoken_of(ledger, reader).empty());
        }
    }
    // Beside the writer, as the service reads its head.
    void read_the_head(int reader) {
        const std::string& reference = kReferences[static_cast<std::size_t>(reader)];
        for (int i = 0; i < 8; ++i) {
            std::promise<bool> told;
            bool good = false;
            const auto act = [&](LedgerService& l) {
                good = !explained(l, reference).empty() && !spoken_of(l, reader).empty();
            };
            readers_.post("reader" + std::to_string(reader), nullptr, act,
                          [&](const Rejection* why_not) { told.set_value(!why_not && good); });
            EXPECT_TRUE(told.get_future().get());
        }
    }
    // As a connection does: the next chunk once the one before is sent.
    void follow() {
        http::EventStream stream(readers_, 1, {"auditor"});
        std::size_t seen = 0;
        while (!done_ || seen == 0) {
            std::promise<std::string> chunk;
            stream.next([&](std::string text) { chunk.set_value(std::move(text)); });
            seen += chunk.get_future().get().size();
            std::this_thread::yield();
        }
    }

    const BusyFolder busy_;
    std::atomic<bool> done_ = false;
    http::Readers readers_{{.threads = 2, .share = {2, 1000}}};
    http::CommandQueue desk_{busy_.folder(),
                             "test",
                             1000,
                             {.opened = [this](const LedgerService& writer) { readers_.open(writer); },
                              .closing = [this] { readers_.close(); },
                              .head = [this](LedgerService& writer) { readers_.head_is(writer.store().head()); },
                              .end = {},
                              .group = {}},
                             {.sync = false}};
};

TEST_F(AllAtOnce, WriterReadersAndStreams) {
    std::vector<std::jthread> streams, others;
    for (int i = 0; i < 2; ++i) streams.emplace_back([&] { follow(); });
    for (int i = 0; i < kReaders; ++i) {
        others.emplace_back([this, i] { read_beside(i); });
        others.emplace_back([this, i] { read_the_head(i); });
    }
    write();
    others.clear();
    done_ = true;
    streams.clear();
    const auto is_replay = [](LedgerService& l) { return served(l) == replayed(l); };
    EXPECT_TRUE(post(http::Job::Kind::copies, is_replay).get());
}

}  // namespace
}  // namespace ipep

int main(int argc, char** argv) {
    ipep::choose_language("en");  // once, before other threads start
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
