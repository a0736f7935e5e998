// Rows of views that are not the log's: no payment is judged by them. The day before a payment is put under the log of
// the day after, view by view, whole and in parts, and single rows are flipped: each command on payments refuses and
// names the view, or decides as the log has it; no order is ever made twice.
#include <gtest/gtest.h>

#include <set>

#include "tests/faults/harness.h"
#include "tests/faults/raw_database.h"

namespace ipep::faults {
namespace {

// Of these something decided is read; the versions of rows (`past`) are read for what was known before, and for no act.
const char* const kFamilies[] = {"book", "settlements", "balances", "envelope", "statement", "orders", "journal"};
using Rows = std::map<std::string, std::string>;

// The worked example up to its orders, which are approved and sent in one file; and what was kept the day before.
class PaidTwice : public testing::Test {
protected:
    static void SetUpTestSuite() {
        stop_the_clock();
        make_ledger(paid());
        write_file(*kept_ / "facts.jsonl", worked_facts());
        write_file(*kept_ / "debtor.toml",
                   "name = \"CPAM\"\niban = \"FR7630006000011234567890189\"\nbic = \"AGRIFRPP\"\n");
        write_file(*kept_ / "refund.jsonl", kRefund);
        ASSERT_EQ(run_ipep(paid(), {"append", *kept_ / "facts.jsonl"}).code, 0);
        for (const char* year : {"2019", "2020", "2021"}) ASSERT_EQ(run_ipep(paid(), {"settle", year}).code, 0);
        copy_folder(paid(), *kept_ / "before");
        ASSERT_EQ(run_ipep(paid(), {"--actor", "martin", "order", "351"}).code, 0);
        Rows orders = RawDatabase(paid()).rows("orders");
        std::vector<std::string> approve = {"--actor", "durand", "approve"};
        for (const auto& [key, value] : orders)
            if (key.starts_with("o")) approve.push_back(key.substr(1));
        order_ = approve.back();
        ASSERT_EQ(run_ipep(paid(), approve).code, 0);
        ASSERT_EQ(run_ipep(paid(), issue(*kept_ / "first.xml")).code, 0);
    }
    static void TearDownTestSuite() { kept_.reset(); }

    void SetUp() override {
        copy_folder(paid(), folder_);
        ASSERT_EQ(run_ipep(folder_, {"verify"}).code, 0);
    }

    static std::string paid() { return *kept_ / "paid"; }
    static std::vector<std::string> issue(const std::string& out) {
        return {"--actor",   "durand",   "issue", "351", "--debtor", *kept_ / "debtor.toml",
                "--execute", kTargetDay, "--out", out};
    }

    // Every command that acts on payments, or on what they rest on.
    std::vector<std::vector<std::string>> paying() const {
        return {{"--actor", "martin", "order", "351"},
                {"--actor", "durand", "approve", order_},
                {"--actor", "durand", "approve", order_, "--checks"},
                {"--actor", "durand", "suspend", order_, "--ground", "x"},
                {"--actor", "martin", "requisition", order_, "--document", "x"},
                {"--actor", "martin", "cancel", order_, "--reason", "x"},
                {"--actor", "martin", "resolve", order_, "--document", "x"},
                issue(scratch_ / "again.xml"),
                {"--actor", "durand", "file", "F0", "--out", scratch_ / "again.xml"},
                {"--actor", "durand", "bank", *kept_ / "first.xml"},
                {"--actor", "durand", "close-month", "351", "2024-05"},
                {"--actor", "martin", "confirm", "k"},
                {"--actor", "martin", "validate", "2021"},
                {"settle", "2021"},
                {"--actor", "durand", "append", *kept_ / "refund.jsonl"}};
    }

    void expect_refused(const std::string& what, const std::string& view) {
        const auto log = RawDatabase(folder_).rows("events");
        for (const auto& command : paying()) {
            const Ended how = run_ipep(folder_, command);
            std::string line;
            for (const auto& word : command) line += word + ' ';
            EXPECT_EQ(how.code, 3) << what << ": " << line << how.out << how.err;
            EXPECT_NE(how.err.find("view_differs"), std::string::npos) << what << ": " << line << how.err;
            EXPECT_NE(how.err.find(view), std::string::npos) << what << ": " << line << how.err;
            ++refused_;
        }
        EXPECT_EQ(RawDatabase(folder_).rows("events"), log) << what;
        EXPECT_EQ(run_ipep(folder_, {"rebuild"}).code, 0) << what;
        expect_nothing_twice(what);
    }

    // As the log has it: everything is ordered, and every number once.
    void expect_nothing_twice(const std::string& what) {
        expect_nothing_ordered_twice(what);
        EXPECT_EQ(run_ipep(folder_, {"verify"}).code, 0) << what;
    }
    void expect_nothing_ordered_twice(const std::string& what) {
        const Ended ordered = run_ipep(folder_, {"--format", "json", "--actor", "martin", "order", "351"});
        EXPECT_EQ(ordered.code, 0) << what << ordered.err;
        EXPECT_NE(ordered.out.find("\"orders\":[]"), std::string::npos) << what << ordered.out;
        EXPECT_EQ(run_ipep(folder_, issue(scratch_ / "twice.xml")).code, 1) << what;
    }

    // The rows of `view` of the day before, marked as of the day after: of those that differ the ones `takes` chooses.
    // How many there were.
    std::size_t put_before(const std::string& view, const std::function<bool(std::size_t row)>& takes) {
        const Rows before = RawDatabase(*kept_ / "before").rows(view);
        RawDatabase raw(folder_);
        const Rows after = raw.rows(view);
        std::set<std::string> keys;
        for (const Rows* rows : {&before, &after})
            for (const auto& [key, value] : *rows)
                if (const auto one = before.find(key), other = after.find(key);
                    !key.empty() && (one == before.end() || other == after.end() || one->second != other->second))
                    keys.insert(key);
        std::size_t row = 0;
        for (const std::string& key : keys) {
            if (!takes(row++)) continue;
            before.contains(key) ? raw.put(view, key, before.at(key)) : raw.remove(view, key);
        }
        return keys.size();
    }

    static constexpr const char* kTargetDay = "2024-06-03";
    static constexpr const char* kRefund =
        R"({"key":"r","on":"2024-05-31","fact":{"refundReceived":{"groupement":"G01","amount":"5.00",)"
        R"("reference":"x"}}})";
    static std::unique_ptr<Scratch> kept_;
    static std::string order_;
    Scratch scratch_;
    const std::string folder_ = scratch_ / "ledger";
    std::uint64_t refused_ = 0;
};
std::unique_ptr<Scratch> PaidTwice::kept_ = std::make_unique<Scratch>();
std::string PaidTwice::order_;

TEST_F(PaidTwice, NotByTheRowsOfTheDayBeforeUnderAllViews) {
    for (const std::string view : kFamilies) put_before(view, [](std::size_t) { return true; });
    expect_refused("all views of the day before", "book");
    figure("commands refused over all views of the day before", refused_);
}

TEST_F(PaidTwice, NotByVersionsOfTheDayBeforeWhichAreReadForNoAct) {
    ASSERT_GT(put_before("past", [](std::size_t) { return true; }), 0u);
    expect_nothing_ordered_twice("versions of the day before");
    EXPECT_EQ(run_ipep(folder_, {"verify"}).code, 4);
    EXPECT_EQ(run_ipep(folder_, {"rebuild"}).code, 0);
    expect_nothing_twice("versions of the day before, made again");
}

TEST_F(PaidTwice, NotByTheRowsOfTheDayBeforeUnderOneView) {
    std::uint64_t views = 0;
    for (const std::string view : kFamilies) {
        if (put_before(view, [](std::size_t) { return true; }) == 0) continue;  // payments left it as it was
        expect_refused(view + " of the day before", view);
        ++views;
    }
    figure("views of the day before, one by one: commands refused", refused_);
    EXPECT_GE(views, 2u);
}

TEST_F(PaidTwice, NotByRowsOfTwoDaysMixed) {
    for (const std::string view : {"book", "orders"})
        for (const std::size_t half : {0u, 1u}) {
            put_before(view, [&](std::size_t row) { return row % 2 == half; });
            expect_refused(view + " of two days", view);
        }
    figure("rows of two days mixed: commands refused", refused_);
}

TEST_F(PaidTwice, NotByASingleRowFlippedOrDropped) {
    for (const std::string view : kFamilies) {
        {
            RawDatabase raw(folder_);
            auto [key, value] = *raw.rows(view).rbegin();
            value.back() = static_cast<char>(value.back() ^ 2);
            raw.put(view, key, value);
        }
        expect_refused(view + " with a row flipped", view);
        {
            RawDatabase raw(folder_);
            raw.remove(view, raw.rows(view).rbegin()->first);
        }
        expect_refused(view + " with a row dropped", view);
        RawDatabase(folder_).put(view, "zz", "more");
        expect_refused(view + " with a row more", view);
    }
    figure("single rows flipped, dropped or added: commands refused", refused_);
}

TEST_F(PaidTwice, NotByViewsThatAreGone) {
    for (const std::string view : kFamilies) {
        RawDatabase(folder_).drop(view);
        expect_nothing_twice(view + " dropped");
        {
            RawDatabase raw(folder_);
            for (const auto& [key, value] : raw.rows(view)) raw.remove(view, key);
        }
        expect_nothing_twice(view + " emptied");
    }
}

// Marked as of their own day they are caught up from the log, as after a crash.
TEST_F(PaidTwice, NotByViewsThatLagBehindTheLog) {
    {
        RawDatabase before(*kept_ / "before"), raw(folder_);
        for (const std::string view : kFamilies) {
            for (const auto& [key, value] : raw.rows(view)) raw.remove(view, key);
            for (const auto& [key, value] : before.rows(view)) raw.put(view, key, value);
        }
    }
    expect_nothing_twice("views of the day before with their own mark");
}

TEST_F(PaidTwice, NotByALogWhoseRecordsWereExchanged) {
    {
        RawDatabase raw(folder_);
        const Rows log = raw.rows("events");
        const auto last = std::prev(log.end());
        raw.put("events", std::prev(last)->first, std::prev(last, 2)->second);
    }
    for (const auto& command : paying()) {
        const Ended how = run_ipep(folder_, command);
        EXPECT_EQ(how.code, 3) << how.out << how.err;
        EXPECT_NE(how.err.find("damaged_record"), std::string::npos) << how.err;
    }
}

}  // namespace
}  // namespace ipep::faults
