// A transaction is read as if what was written in it were kept: held against tables in which it is.
#include <gtest/gtest.h>

#include <random>

#include "events/log_memory.h"
#include "events/log_transaction.h"

namespace ipep {
namespace {

using Read = std::vector<std::pair<std::string, std::string>>;

Read rows_of(const LogTables& tables, const std::string& table, std::string_view from = "") {
    Read rows;
    const auto at = tables.from(table, from);
    for (; at->valid(); at->next()) rows.emplace_back(at->key(), at->value());
    return rows;
}

class Pair {
public:
    explicit Pair(std::uint64_t seed) : random_(seed) {
        for (int i = 0; i < 20; ++i) write_some(*kept_);
        wanted_ = kept_->copy();
    }

    // The same writes to both; now and then both go back to where they were.
    void step() {
        if (below(6) != 0) return write_both();
        const std::size_t size = writes_.size();
        const auto before = wanted_->copy();
        for (std::size_t i = below(4); i > 0; --i) write_both();
        if (below(2) == 0) return;
        writes_.cut_back(size);
        wanted_ = before;
    }
    void expect_same() {
        for (const std::string& table : {kKeyTable, kPersonalTable}) {
            EXPECT_EQ(rows_of(writes_, table), rows_of(*wanted_, table)) << table;
            const std::string from = key();
            EXPECT_EQ(rows_of(writes_, table, from), rows_of(*wanted_, table, from)) << table << " from " << from;
            std::vector<std::string> names;
            for (int i = 0; i < 5; ++i) names.push_back(key());
            const std::vector<std::string_view> asked(names.begin(), names.end());
            EXPECT_EQ(writes_.rows(table, asked), wanted_->rows(table, asked)) << table;
            EXPECT_EQ(row_in(writes_.row(table, from)), row_in(wanted_->row(table, from))) << table << ' ' << from;
        }
    }
    void expect_kept() {
        const auto all = kept_->writes();
        writes_.copy_to(*all);
        kept_->keep(*all, {});
        for (const std::string& table : {kKeyTable, kPersonalTable})
            EXPECT_EQ(rows_of(*kept_, table), rows_of(*wanted_, table)) << table;
    }

private:
    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
    std::string key() { return std::string(1 + below(2), static_cast<char>('a' + below(6))); }

    void fill(LogWrites& one, LogWrites& other) {
        for (std::size_t i = 1 + below(4); i > 0; --i) {
            const std::string table = below(2) == 0 ? kKeyTable : kPersonalTable, name = key(), second = key();
            switch (below(4)) {
                case 0: one.erase(table, name), other.erase(table, name); break;
                case 1: one.erase_range(table, name, second), other.erase_range(table, name, second); break;
                default: {
                    const std::string value = std::to_string(below(1000));
                    one.put(table, name, value), other.put(table, name, value);
                }
            }
        }
    }
    void write_some(LogTables& tables) {
        const auto writes = tables.writes(), ignored = tables.writes();
        fill(*writes, *ignored);
        tables.keep(*writes, {});
    }
    void write_both() {
        const auto one = writes_.writes(), other = wanted_->writes();
        fill(*one, *other);
        writes_.keep(*one, {});
        wanted_->keep(*other, {});
    }

    std::mt19937_64 random_;
    std::shared_ptr<LogMemory> kept_ = std::make_shared<LogMemory>(Format{}), wanted_;
    LogTransaction writes_{*kept_, {}, {}};
};

TEST(LogTransaction, IsReadAsIfItWereKept) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE(seed);
    for (std::uint64_t life = 0; life < 60 && !testing::Test::HasFailure(); ++life) {
        Pair pair(seed + life);
        for (int i = 0; i < 40; ++i) {
            pair.step();
            pair.expect_same();
        }
        pair.expect_kept();
    }
}

TEST(LogTransaction, AsManyBytesAsWaitAreAskedForWithThoseThatCome) {
    struct Full : LogMemory {
        Full() : LogMemory({}) {}
        void refuse_if_full(std::size_t bytes) const override { asked = bytes; }
        mutable std::size_t asked = 0;
    };
    const Full kept;
    LogTransaction transaction(kept, {}, {});
    transaction.refuse_if_full(10);
    EXPECT_EQ(kept.asked, 10u);
    const auto writes = transaction.writes();
    writes->put(kKeyTable, "key", std::string(1000, 'x'));
    transaction.keep(*writes, {});
    transaction.refuse_if_full(10);
    EXPECT_GE(kept.asked, 1013u);
    transaction.cut_back(0);
    transaction.refuse_if_full(10);
    EXPECT_EQ(kept.asked, 10u);
}

}  // namespace
}  // namespace ipep
