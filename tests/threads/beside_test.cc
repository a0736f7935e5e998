// Under the thread sanitizer, in every run: first explanations at once, and the writer at its desk with a crew of
// readers beside it, rows written anew and clients that leave.
//
// What is read is compared too: it is what it would be without the others.
#include <gtest/gtest.h>

#include <barrier>
#include <future>
#include <thread>

#include "projections/derivation.h"
#include "services/http/command_queue.h"
#include "services/http/readers.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

constexpr int kReaders = 4, kWrites = 24, kReadings = 12;
const std::vector<std::string> kReferences = {"settlement/2021/G02/due", "settlement/2020/G01/score",
                                              "settlement/2020/G03/net", "seedCredit/G01"};

std::string told(const Explanation& node) {
    std::string text = node.label() + " = " + node.value + node.unit + " [" + node.formula;
    if (node.cite) text += "; " + node.cite->section + ' ' + node.cite->status;
    for (const auto& input : node.inputs) text += ' ' + told(*input);
    return text + ']';
}

std::string explained(LedgerService& ledger, const std::string& reference) {
    const auto derivation = explain(ledger.store(), ledger.views(), reference);
    EXPECT_TRUE(derivation) << reference;
    return derivation ? told(*derivation->root) : "";
}

class BesideTheWriter : public testing::Test {
protected:
    BesideTheWriter() {
        ledger_.append_data("worked.jsonl");
        for (const ResultYear year : {2019, 2020, 2021}) ledger_.settle(year);
        for (const std::string& reference : kReferences) alone_.push_back(explained(ledger_.service(), reference));
        ledger_.close();
    }

    TrialFolder ledger_;
    std::vector<std::string> alone_;
};

// A bug's test: citations stood in a map that every explanation wrote, and the first ones hung or aborted together.
TEST_F(BesideTheWriter, FirstExplanationsAtOnceAreWhatEachIsAlone) {
    std::vector<std::string> found(kReferences.size());
    std::barrier start(kReaders);
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < kReferences.size(); ++i)
        readers.emplace_back([&, i] {
            LedgerService reader(ledger_.folder(), Access::read);
            start.arrive_and_wait();
            found[i] = explained(reader, kReferences[i]);
        });
    readers.clear();
    EXPECT_EQ(found, alone_);
}

// Two threads fold: enough events that each makes its own lighter on the way.
TEST(LongFold, MakesTheRowsThatShortOnesKept) {
    TrialFolder ledger;
    ledger.append_data("experiment.jsonl");
    for (const ResultYear year : {2019, 2020, 2021}) ledger.settle(year);
    std::string facts = sample::line(sample::budget(2100, "1.00"), "budget") + '\n';
    for (Position i = 2; i < kLightenEvery; ++i)
        facts += sample::line(sample::corrected("budget", sample::budget(2100, std::to_string(i) + ".00")),
                              "budget-" + std::to_string(i)) +
                 '\n';
    ledger.append(facts);
    ASSERT_GT(ledger.service().store().head(), kLightenEvery);
    ledger.close();
    const auto store = ledger.open_store();
    const auto kept = view_digests(*store);
    EXPECT_EQ(view_unlike_log(*store), std::nullopt);
    const auto again = rebuild(*store);
    ASSERT_EQ(again.size(), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(again[i].digest, kept[i].digest) << kept[i].view;
}

class AtTheDesk : public BesideTheWriter {
protected:
    bool done_by_the_writer(http::Job::Kind kind, std::function<void(LedgerService*)> act) {
        std::promise<bool> promise;
        EXPECT_TRUE(desk_.post({kind, std::move(act), [&](const Rejection* fault) { promise.set_value(!fault); }}));
        return promise.get_future().get();
    }
    void write() {
        for (int i = 0; i < kWrites; ++i) {
            const std::string fact = sample::line(sample::budget(2100 + i, "1.00"), "budget-" + std::to_string(i));
            const auto record = [&](LedgerService* ledger) {
                EXPECT_TRUE(ledger->append(fact, {"writer"}));
                written_ = i + 1;
            };
            EXPECT_TRUE(done_by_the_writer(http::Job::Kind::writes, record));
            const auto save = [](LedgerService* ledger) { ledger->views().save(ledger->store()); };
            const bool saved = i % 6 != 2 || done_by_the_writer(http::Job::Kind::copies, save);
            const bool reopened = i != kWrites / 2 || done_by_the_writer(http::Job::Kind::closed, [](auto*) {});
            EXPECT_TRUE(saved && reopened);
        }
    }
    // Whoever was told that something is done reads it; every third leaves while it is read for.
    void read(std::size_t reader) {
        for (int i = 0; i < kReadings; ++i) {
            std::promise<bool> promise;
            bool good = false;
            const Position before = readers_.head();
            const auto act = [&](LedgerService& ledger) {
                const Position head = ledger.store().head();
                good = head >= before && ledger.views().position() == head &&
                       explained(ledger, kReferences[reader]) == alone_[reader];
            };
            const auto presence = std::make_shared<http::Presence>();
            readers_.post("reader" + std::to_string(reader % 2), presence, act,
                          [&](const Rejection* why_not) { promise.set_value(why_not || good); });
            if (i % 3 == 2) presence->leave();
            EXPECT_TRUE(promise.get_future().get());
        }
    }

    std::atomic<int> written_{0};
    http::Readers readers_{{.threads = 2, .share = {2, 100}}};
    http::CommandQueue desk_{ledger_.folder(),
                             "test",
                             100,
                             {.opened = [this](const LedgerService& writer) { readers_.open(writer); },
                              .closing = [this] { readers_.close(); },
                              .head = [this](LedgerService& writer) { readers_.head_is(writer.store().head()); },
                              .end = {},
                              .group = {}},
                             {.sync = false}};
};

TEST_F(AtTheDesk, WriterAndReaders) {
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < kReaders; ++i) readers.emplace_back([this, i] { read(i); });
    write();
    readers.clear();
    EXPECT_EQ(written_, kWrites);
    std::string by_the_writer, beside;
    EXPECT_TRUE(
        done_by_the_writer(http::Job::Kind::copies, [&](LedgerService* ledger) { by_the_writer = state_of(*ledger); }));
    std::promise<void> read;
    readers_.post(
        "reader", nullptr, [&](LedgerService& ledger) { beside = state_of(ledger); },
        [&](const Rejection*) { read.set_value(); });
    read.get_future().wait();
    EXPECT_EQ(beside, by_the_writer);
}

}  // namespace
}  // namespace ipep
