// Records beyond the anchor while nobody writes: an anchor put back alone hides acknowledged events from readers. Every
// reading command says so, nothing is proved or signed of less, `verify` finds it, and the next writer takes them over.
#include <gtest/gtest.h>

#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"

namespace ipep::faults {
namespace {

class BeyondAnchor : public testing::Test {
protected:
    void SetUp() override {
        stop_the_clock();
        make_ledger(folder_);
        write_file(scratch_ / "facts.jsonl", worked_facts());
        ASSERT_EQ(run_ipep(folder_, {"append", scratch_ / "facts.jsonl"}).code, 0);
        ASSERT_EQ(run_ipep(folder_, {"settle", "2019"}).code, 0);
        ASSERT_EQ(run_ipep(folder_, {"key", "new", scratch_ / "key"}).code, 0);
        before_ = read_file(folder_ + "/anchor");
        const Position head = Store(folder_, {.access = Access::read}).head();
        ASSERT_EQ(run_ipep(folder_, {"--actor", "martin", "order", "351"}).code, 0);
        after_ = read_file(folder_ + "/anchor");
        hidden_ = std::to_string(Store(folder_, {.access = Access::read}).head() - head);
    }
    void put_back() { write_file(folder_ + "/anchor", before_); }

    static std::vector<std::vector<std::string>> reading() {
        return {{"balances"},
                {"envelope"},
                {"settlement", "2019"},
                {"statement", "G01"},
                {"events"},
                {"orders"},
                {"rules"},
                {"explain", "settlement/2019/G01/due"},
                {"history", "settlement/2019/G01/due"},
                {"reconcile", "351"},
                {"trial-balance", "351"},
                {"journal", "351", "--style", "csv"},
                {"diff", "1", "2"},
                {"leaf", "1"},
                {"review", "assumed"},
                {"simulate"}};
    }
    std::vector<std::vector<std::string>> proving() const {
        return {{"checkpoint", "--key", scratch_ / "key"},
                {"prove", "inclusion", "1"},
                {"prove", "consistency", "1", "2"},
                {"prove", "amount", "settlement/2019/G01/due", "--out", scratch_ / "amount"},
                {"export", "audit", scratch_ / "pack"}};
    }

    Scratch scratch_;
    const std::string folder_ = scratch_ / "ledger";
    std::string before_, after_, hidden_;
};

TEST_F(BeyondAnchor, IsToldByEveryReadingCommand) {
    put_back();
    for (auto command : reading()) {
        const Ended how = run_ipep(folder_, command);
        EXPECT_EQ(how.code, 0) << command.front() << how.err;
        EXPECT_NE(how.err.find("ipep: beyond_anchor: " + hidden_ + " records"), std::string::npos)
            << command.front() << how.err;
        command.insert(command.begin(), {"--format", "json"});
        const Ended json = run_ipep(folder_, command);
        EXPECT_NE(json.err.find("\"code\":\"beyond_anchor\""), std::string::npos) << command[2] << json.err;
    }
    figure("reading commands that tell of records beyond the anchor", reading().size());
}

TEST_F(BeyondAnchor, NothingIsProvedOrSignedOfLess) {
    put_back();
    for (const auto& command : proving()) {
        const Ended how = run_ipep(folder_, command);
        EXPECT_EQ(how.code, 3) << command.front() << how.out << how.err;
        EXPECT_NE(how.err.find("ipep: beyond_anchor: "), std::string::npos) << how.err;
    }
    figure("proofs that are not made of less", proving().size());
}

TEST_F(BeyondAnchor, IsFoundByVerifyAndTakenOverByTheNextWriter) {
    const std::string whole = run_ipep(folder_, {"orders"}).out;
    put_back();
    EXPECT_NE(run_ipep(folder_, {"orders"}).out, whole);
    const Ended found = run_ipep(folder_, {"--format", "json", "verify"});
    EXPECT_EQ(found.code, 4) << found.out;
    EXPECT_NE(found.out.find("\"anchor\""), std::string::npos) << found.out;
    ASSERT_EQ(run_ipep(folder_, {"rebuild"}).code, 0);
    EXPECT_EQ(run_ipep(folder_, {"verify"}).code, 0);
    EXPECT_EQ(run_ipep(folder_, {"orders"}).out, whole);
    for (const auto& command : proving()) EXPECT_EQ(run_ipep(folder_, command).code, 0) << command.front();
}

// What a writer has on its way stands beyond the anchor for a moment; nothing is wrong then.
TEST_F(BeyondAnchor, IsNoMatterWhileAWriterHoldsTheLedger) {
    const LedgerService writer(folder_, Access::write);
    put_back();
    for (const auto& command : reading()) {
        const Ended how = run_ipep(folder_, command);
        EXPECT_EQ(how.code, 0) << command.front() << how.err;
        EXPECT_EQ(how.err, "") << command.front();
    }
    EXPECT_EQ(run_ipep(folder_, proving().front()).code, 0);
    write_file(folder_ + "/anchor", after_);
}

TEST_F(BeyondAnchor, AReaderKeepsNoWriterOut) {
    put_back();
    for (int i = 0; i < 20; ++i) {
        const Store reader(folder_, {.access = Access::read});
        EXPECT_GT(reader.beyond(), 0u);
        EXPECT_EQ(reader.last_found(), reader.head() + reader.beyond());
    }
    EXPECT_EQ(Store(folder_, {.access = Access::write}).beyond(), 0u);
}

}  // namespace
}  // namespace ipep::faults
