// References: a name of an amount is written and read in one place, and the two agree.
#include <gtest/gtest.h>

#include <random>

#include "ledger/reference.h"

namespace ipep {
namespace {

using Kind = Reference::Kind;

TEST(References, AreWrittenAsExplainTakesThem) {
    EXPECT_EQ(Reference::seed_credit({"G02"}).text(), "seedCredit/G02");
    EXPECT_EQ(Reference::due({"G02"}, 2021).text(), "settlement/2021/G02/due");
    EXPECT_EQ(Reference::settled({"G02"}, 2021, "net").text(), "settlement/2021/G02/net");
    EXPECT_EQ(Reference::due({"G02"}, 2021).line(), "settlement/2021/G02");
    EXPECT_EQ(Reference::overpayment({"G02"}).text(), "overpayment/G02");
    EXPECT_EQ(Reference::of(OrderId{"351-2026-000004"}).text(), "351-2026-000004");
}

TEST(References, AreNothingWhereATextHasNoneOfTheForms) {
    for (const char* text : {"", "/", "seedCredit", "seedcredit/G02", "seedCredit/G02/due", "settlement/2021/G02",
                             "settlement/21/G02/due", "settlement/2o21/G02/due", "settlement/-021/G02/due",
                             "settlement/2021/G02/due/more", "overpayment/2021/G02", "payment/G02", "a/b/c/d"}) {
        const auto parsed = Reference::parse(text);
        if (std::string_view(text).find('/') == std::string_view::npos && *text) {
            ASSERT_TRUE(parsed) << text;
            EXPECT_EQ(parsed->kind, Kind::order) << text << ": whatever has no slash may be an order";
        } else {
            EXPECT_FALSE(parsed) << text;
        }
    }
}

TEST(References, SayWhatTheyName) {
    EXPECT_TRUE(names("seedCredit/G02", Kind::seedCredit));
    EXPECT_FALSE(names("seedCredit/G02", Kind::overpayment));
    EXPECT_TRUE(names("351-2026-000004", Kind::order));
    EXPECT_FALSE(names("settlement/2021/G02", Kind::settlement)) << "a line is no amount";
}

std::string some_identifier(std::mt19937_64& random) {
    constexpr std::string_view allowed = "ABCXYZabcxyz0189._-";
    std::string text;
    for (std::size_t length = 1 + random() % 64; length > 0; --length) text += allowed[random() % allowed.size()];
    return text;
}

Reference some_reference(std::mt19937_64& random) {
    const GroupementId groupement{some_identifier(random)};
    switch (random() % 4) {
        case 0: return Reference::seed_credit(groupement);
        case 1: return Reference::overpayment(groupement);
        case 2: return Reference::of(OrderId{some_identifier(random)});
        default:
            return Reference::settled(groupement, 1900 + static_cast<int>(random() % 1100), some_identifier(random));
    }
}

// IPEP_TEST_SEED repeats a run.
TEST(References, ReadBackAsTheyWereWritten) {
    const char* wish = std::getenv("IPEP_TEST_SEED");
    const std::uint64_t seed = wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 20'000 && !testing::Test::HasFailure(); ++round) {
        const Reference written = some_reference(random);
        const auto read = Reference::parse(written.text());
        ASSERT_TRUE(read) << written.text();
        EXPECT_EQ(*read, written) << written.text();
    }
}

// A text that was changed anywhere is another reference or none, and says exactly what it was read from.
TEST(References, ThatAreReadFromAnyTextSayThatText) {
    const char* wish = std::getenv("IPEP_TEST_SEED");
    const std::uint64_t seed = wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::size_t read = 0;
    for (int round = 0; round < 20'000 && !testing::Test::HasFailure(); ++round) {
        std::string text = some_reference(random).text();
        text[random() % text.size()] = "/0a\xff"[random() % 4];
        if (const auto parsed = Reference::parse(text)) {
            EXPECT_EQ(parsed->text(), text);
            ++read;
        }
    }
    EXPECT_GT(read, 1000u);
}

}  // namespace
}  // namespace ipep
