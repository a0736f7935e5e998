#include "tests/scenario.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <numeric>
#include <random>

#include "ledger/rules/apportionment.h"

namespace ipep {
namespace {

using sample::euros;
using sample::exact;
using testing::ElementsAre;

std::vector<Money> shares(const char* total, const std::vector<const char*>& weights) {
    std::vector<Exact> plain;
    for (const char* one : weights) plain.push_back(exact(one));
    std::vector<Money> amounts;
    for (const Exact& one : apportion(exact(total), plain, 0)) amounts.push_back(to_money(one));
    return amounts;
}

TEST(Apportionment, WholeSharesAreGivenAsTheyAre) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(shares("90000.00", {"10000", "20000"}), ElementsAre(euros("30000.00"), euros("60000.00")));
}

TEST(Apportionment, TheLargestRemaindersGetTheCentsThatAreLeft) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(shares("0.02", {"1", "2"}), ElementsAre(euros("0.01"), euros("0.01"))) << "0.0067 and 0.0133";
    EXPECT_THAT(shares("1.00", {"1", "1", "4"}), ElementsAre(euros("0.17"), euros("0.17"), euros("0.66")))
        << "remainders 2/3, 2/3, 2/3: two cents left, to the smaller identifiers";
}

TEST(Apportionment, TiesGoToTheSmallerIdentifier) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(shares("0.01", {"1", "1", "1"}), ElementsAre(euros("0.01"), Money(), Money()));
}

TEST(Apportionment, AWeightOfNothingGetsNothing) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(shares("0.05", {"0", "1", "0"}), ElementsAre(Money(), euros("0.05"), Money()));
    EXPECT_THAT(shares("0.05", {"0", "0"}), ElementsAre(Money(), Money()));
}

TEST(Apportionment, NobodyToShareAmong) {
    COVERS("CDC 2019 §8-III");
    EXPECT_TRUE(shares("1.00", {}).empty());
}

// Sums exactly, and no share is a cent or more away from the exact one.
TEST(Apportionment, OfRandomWeightsSumsExactlyAndIsFairWithinACent) {
    COVERS("CDC 2019 §8-III");
    const char* wish = std::getenv("IPEP_TEST_SEED");
    const auto seed = wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 500; ++round) {
        const auto below = [&](std::uint64_t limit) { return static_cast<std::int64_t>(random() % limit); };
        std::vector<Exact> weights(1 + random() % 40);
        for (Exact& weight : weights) weight = below(4) == 0 ? Exact(below(3)) : Exact(below(1'000'000), 1 + below(97));
        const Exact total(below(round % 2 == 0 ? 50 : 10'000'000'000), 100), all = sum(weights);
        const auto given = apportion(total, weights, 0);
        if (all == 0) continue;
        EXPECT_EQ(sum(given), total);
        for (std::size_t i = 0; i < given.size(); ++i) {
            const Exact away = given[i] - total * weights[i] / all;
            EXPECT_LT(away, exact("0.01"));
            EXPECT_GT(away, exact("-0.01"));
            EXPECT_GE(given[i], 0);
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_TRUE(weights[j] != weights[i] || given[j] >= given[i]) << "a tie goes to the smaller identifier";
        }
    }
}

}  // namespace
}  // namespace ipep
