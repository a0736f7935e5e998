// A view damaged or deleted: `verify` finds it, `rebuild` mends it, a writer that misses a mark makes it again.
#include <gtest/gtest.h>

#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"
#include "tests/faults/harness.h"
#include "tests/faults/raw_database.h"

namespace ipep::faults {
namespace {

class Views : public testing::Test {
protected:
    void SetUp() override {
        make_ledger(folder_);
        write_file(scratch_ / "facts.jsonl", worked_facts());
        ASSERT_EQ(run_ipep(folder_, {"append", scratch_ / "facts.jsonl"}).code, 0);
        for (const char* year : {"2019", "2020", "2021"}) ASSERT_EQ(run_ipep(folder_, {"settle", year}).code, 0);
        ASSERT_EQ(run_ipep(folder_, {"order", "351"}).code, 0);
        answer_ = answers();
        ASSERT_EQ(run_ipep(folder_, {"verify"}).code, 0);
    }

    std::string answers() {
        std::string all;
        for (const std::vector<std::string>& command : {std::vector<std::string>{"balances"},
                                                        {"envelope"},
                                                        {"settlement", "2020"},
                                                        {"statement", "G01"},
                                                        {"orders"}}) {
            const Ended how = run_ipep(folder_, command);
            EXPECT_EQ(how.code, 0) << command.front() << how.err;
            all += how.out;
        }
        return all;
    }

    void expect_found_and_mended(const std::string& name) {
        const Ended found = run_ipep(folder_, {"verify"});
        EXPECT_EQ(found.code, 4) << name << found.out << found.err;
        EXPECT_EQ(run_ipep(folder_, {"rebuild"}).code, 0) << name;
        EXPECT_EQ(run_ipep(folder_, {"verify"}).code, 0) << name;
        EXPECT_EQ(answers(), answer_) << name;
    }

    Scratch scratch_;
    const std::string folder_ = scratch_ / "ledger";
    std::string answer_;
};

const char* const kFamilies[] = {"book",      "settlements", "balances", "envelope",
                                 "statement", "orders",      "journal",  "past"};

TEST_F(Views, AFlippedRowIsFoundAndMendedInEachView) {
    std::uint64_t rows = 0;
    for (const std::string family : kFamilies) {
        {
            RawDatabase raw(folder_);
            const auto all = raw.rows(family);
            ASSERT_GT(all.size(), 1u);
            auto at = all.rbegin();
            while (at->second.empty()) ++at;  // a version of a row that was gone has no bytes
            auto [key, value] = *at;
            value.back() = static_cast<char>(value.back() ^ 2);
            raw.put(family, key, value);
        }
        expect_found_and_mended(family);
        ++rows;
    }
    figure("views with a flipped row: found by verify, mended by rebuild", rows);
}

TEST_F(Views, ADroppedColumnFamilyIsFoundAndMendedAndReadsGoOn) {
    for (const std::string family : kFamilies) {
        RawDatabase(folder_).drop(family);
        EXPECT_EQ(answers(), answer_) << family;
        expect_found_and_mended(family);
    }
    figure("views dropped: reads went on, found by verify, mended by rebuild", std::size(kFamilies));
}

TEST_F(Views, AWriterThatMissesAMarkMakesTheViewsAgain) {
    for (const std::string family : kFamilies) {
        {
            RawDatabase raw(folder_);
            for (const auto& [key, value] : raw.rows(family)) raw.remove(family, key);
        }
        EXPECT_EQ(answers(), answer_) << family;
        { const LedgerService writer(folder_, Access::write); }
        EXPECT_EQ(run_ipep(folder_, {"verify"}).code, 0) << family;
        EXPECT_EQ(answers(), answer_) << family;
    }
    figure("views emptied: made again by the next writer", std::size(kFamilies));
}

TEST_F(Views, ARowFlippedInViewsThatLagBehindTheLogIsFound) {
    const Scratch before;
    copy_folder(folder_, before / "ledger");
    write_file(scratch_ / "more.jsonl",
               R"({"key":"b","on":"2022-01-01","fact":{"envelopeBudgeted":{"paymentYear":2022,"amount":"5.00"}}})");
    ASSERT_EQ(run_ipep(folder_, {"append", scratch_ / "more.jsonl"}).code, 0);
    RawDatabase older(before / "ledger");
    {
        RawDatabase raw(folder_);
        for (const std::string family : kFamilies) {
            for (const auto& [key, value] : raw.rows(family)) raw.remove(family, key);
            for (const auto& [key, value] : older.rows(family)) raw.put(family, key, value);
        }
    }
    EXPECT_EQ(run_ipep(folder_, {"verify"}).code, 0);
    {
        RawDatabase raw(folder_);
        auto [key, value] = *raw.rows("balances").rbegin();
        value.back() = static_cast<char>(value.back() ^ 2);
        raw.put("balances", key, value);
    }
    EXPECT_EQ(run_ipep(folder_, {"verify"}).code, 4);
}

}  // namespace
}  // namespace ipep::faults
