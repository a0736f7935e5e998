// Rows set aside are what a map of the same additions holds, however many there were and whatever size they have.
#include "projections/rows_aside.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace ipep {
namespace {

using Model = std::map<std::string, std::optional<std::string>, std::less<>>;

// Few keys, so that additions meet; some rows are gone, some empty, some larger than a block.
class Additions {
public:
    explicit Additions(std::uint64_t seed) : random_(seed) {}

    std::size_t up_to(std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random_); }
    std::string key() {
        const auto number = std::to_string(up_to(400));
        return up_to(3) == 0 ? number : "a longer beginning of a key " + number + '\0' + number;
    }
    std::optional<std::string> row() {
        switch (up_to(9)) {
            case 0: return std::nullopt;
            case 1: return "";
            case 2: return std::string(up_to(20'000), 'x');
            default: return std::string(up_to(200), static_cast<char>('a' + up_to(25)));
        }
    }
    Rows rows() {
        Model rows;
        for (std::size_t count = up_to(120); count > 0; --count) rows[key()] = row();
        return {rows.begin(), rows.end()};
    }

private:
    std::mt19937_64 random_;
};

std::optional<std::string> text(const std::optional<std::string_view>& row) {
    return row.transform([](auto bytes) { return std::string(bytes); });
}

// What `from` gives from the key on.
Rows walked(const RowsAside& aside, std::string_view key) {
    Rows rows;
    for (auto at = aside.from(key); at.valid(); at.next()) rows.emplace_back(at.key(), text(at.row()));
    return rows;
}

void expect_same(const RowsAside& aside, const Model& model, Additions& additions) {
    EXPECT_EQ(aside.empty(), model.empty());
    ASSERT_EQ(walked(aside, ""), Rows(model.begin(), model.end()));
    for (int i = 0; i < 20; ++i) {
        const std::string key = additions.key();
        ASSERT_EQ(walked(aside, key), Rows(model.lower_bound(key), model.end())) << key;
        const auto known = model.find(key);
        const auto found = aside.find(key);
        ASSERT_EQ(found.has_value(), known != model.end()) << key;
        if (!found) continue;
        ASSERT_EQ(text(*found), known->second) << key;
    }
}

TEST(RowsAside, IsWhatAMapOfTheSameAdditionsHolds) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Additions additions(seed);
        RowsAside aside;
        Model model;
        for (int round = 0; round < 30; ++round) {
            const Rows rows = additions.rows();
            aside.add(rows);
            for (const auto& [key, row] : rows) model.insert_or_assign(key, row);
            ASSERT_NO_FATAL_FAILURE(expect_same(aside, model, additions)) << "seed " << seed << ", round " << round;
        }
        aside.clear();
        EXPECT_TRUE(aside.empty());
        EXPECT_TRUE(walked(aside, "").empty());
    }
}

}  // namespace
}  // namespace ipep
