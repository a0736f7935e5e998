#include "events/fact_json.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <random>

#include "events/code.h"
#include "events/event_json.h"
#include "events/json_walk.h"
#include "tests/print.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using namespace sample;

std::vector<std::string> lines_of(const std::string& name) {
    std::vector<std::string> lines;
    std::istringstream in(read_data(name));
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

TEST(FactJson, EveryKindIsReadBackAsItWasWritten) {
    std::set<std::size_t> kinds;
    for (const Fact& fact : one_of_each()) {
        const auto read = parse_fact(line(fact, "k"));
        ASSERT_TRUE(read) << read.error().sentence() << '\n' << line(fact, "k");
        EXPECT_EQ(read->fact, fact) << line(fact, "k");
        EXPECT_EQ(read->key.text, "k");
        kinds.insert(fact.index());
    }
    EXPECT_EQ(kinds.size(), Fact::size) << "a kind is missing from the list above";
}

// A bug's test: a fraction in a quotation was kept as null.
TEST(FactJson, QuotationsAreKeptAsTheyCame) {
    auto quoted = rules();
    quoted.sources = Json{R"({"share":0.05,"big":18446744073709551616,"small":-1e-7})"};
    const auto read = parse_fact(R"({"key":"k","on":"2020-01-01","fact":{"rulesAdopted":)" +
                                 boost::json::serialize(members_to_json(quoted)) + "}}");
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_THAT(std::get<RulesAdopted>(read->fact).sources->text, testing::Not(testing::HasSubstr("null")));
    const auto bare = parse_rules(R"({"rules":"r","title":"t","fromYear":2018,"parameters":{}})");
    EXPECT_EQ(bare.error().code, code::member_missing);
}

TEST(FactJson, WhiteSpaceAndTheOrderOfMembersDoNotMatter) {
    const auto read = parse_fact(
        "\t{ \"fact\" : {\"roadmapReceived\":{ \"groupement\" : \"A\" }} ,\"on\":\"2020-01-01\",\r\"key\":\"\\u0041\" "
        "} ");
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->key.text, "A");
}

TEST(FactJson, ANumberOfAnyFormIsNoText) {
    for (const char* number : {"1", "1.0", "-0", "1e3", "true", "null", "[]", "{}"}) {
        const auto read =
            parse_fact(R"({"key":"k","on":"2020-01-01","fact":{"envelopeBudgeted":{"paymentYear":2020,"amount":)" +
                       std::string(number) + "}}}");
        ASSERT_FALSE(read) << number;
        EXPECT_EQ(read.error().code, code::member_wrong_type) << number;
        EXPECT_EQ(read.error().key, "k");
    }
}

TEST(FactJson, EveryMemberOfEveryKindIsNeeded) {
    for (const Fact& fact : one_of_each()) {
        const auto whole = boost::json::parse(line(fact, "k")).as_object();
        const std::string kind(whole.at("fact").as_object().begin()->key());
        for (const auto& member : whole.at("fact").at(kind).as_object()) {
            auto less = whole;
            less["fact"].as_object()[kind].as_object().erase(member.key());
            const auto read = parse_fact(boost::json::serialize(less));
            const bool optional =
                member.key() == "derogation" || member.key() == "sources" || member.key() == "startingValue" ||
                member.key() == "ceiling" || (kind.starts_with("role") && member.key() == "cpam") ||
                ((kind == "indicatorTargetsSet" || kind == "observationRecorded") && member.key() == "groupement") ||
                (kind == "groupementDescribed" && member.key() != "groupement") ||
                (kind == "paymentTakenOver" && member.key() == "year");
            EXPECT_EQ(read.has_value(), optional) << kind << '.' << member.key();
            EXPECT_TRUE(read || read.error().code == code::member_missing);
            auto more = whole;
            more["fact"].as_object()[kind].as_object()["extra"] = 1;
            EXPECT_EQ(parse_fact(boost::json::serialize(more)).error().code, code::member_unknown) << kind;
        }
    }
}

// Any bytes: a fact or a refusal, never a throw. Mutations of the examples' lines, seeded.
TEST(FactJson, OfMutatedLinesComesAFactOrARefusal) {
    const char* wish = std::getenv("IPEP_TEST_SEED");
    const auto seed = wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    auto lines = lines_of("worked.jsonl");
    for (const std::string& line : lines_of("edges.corrections.jsonl")) lines.push_back(line);
    const std::string_view pieces[] = {"{",       "}",    "[", "]",    "\"", "\\",    "\\u0000",
                                       "\\ud83d", ":",    ",", "null", "-",  "1e400", "99999999999999999999",
                                       "\xff",    "\xc3", "0", ".",    "/",  "true",  " ",
                                       "\n"};
    int facts = 0, refusals = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string line = lines[random() % lines.size()];
        for (auto changes = 1 + random() % 3; changes > 0 && !line.empty(); --changes) {
            const std::size_t at = random() % line.size();
            switch (random() % 5) {
                case 0: line.erase(at, 1 + random() % 20); break;
                case 1: line.insert(at, pieces[random() % std::size(pieces)]); break;
                case 2: line[at] = static_cast<char>(random()); break;
                case 3: line.insert(at, line.substr(at / 2, 1 + random() % 40)); break;
                default: std::swap(line[at], line[random() % line.size()]); break;
            }
        }
        try {
            const auto read = parse_fact(line);
            ++(read ? facts : refusals);
            EXPECT_TRUE(read || !read.error().sentence().empty());
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what() << "\n" << line;
        }
    }
    EXPECT_GT(facts, 100);
    EXPECT_GT(refusals, 10'000);
}

TEST(StrictJson, NestsThirtyTwoDeepAndNoDeeper) {
    const auto nested = [](std::size_t depth) {
        std::string text = "{\"a\":";
        for (std::size_t i = 1; i < depth; ++i) text += "[";
        for (std::size_t i = 1; i < depth; ++i) text += "]";
        return text + (depth == 1 ? "0}" : "}");
    };
    EXPECT_TRUE(parse_strict(nested(32)));
    EXPECT_EQ(parse_strict(nested(33)).error().code, code::json_malformed);
    EXPECT_EQ(parse_strict(nested(100'000)).error().code, code::json_malformed);
}

TEST(StrictJson, AMemberWithoutANameIsRepeatedLikeAnyOther) {
    EXPECT_FALSE(parse_strict(R"({"":1,"":2})"));
    EXPECT_EQ(parse_strict(R"({"a":1,"\u0061":2})").error().code, code::member_repeated)
        << "the same name, written otherwise";
    EXPECT_EQ(parse_strict(R"({"x":{"a":1,"b":{"a":1,"a":2}}})").error().code, code::member_repeated);
    EXPECT_TRUE(parse_strict(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})"));
}

}  // namespace
}  // namespace ipep
