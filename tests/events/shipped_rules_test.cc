// The rules that come with the program: they may be adopted as they are, and every parameter has its quotation.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <filesystem>
#include <set>

#include "events/fact_json.h"
#include "tests/covers.h"
#include "tests/print.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

RulesAdopted shipped() {
    const auto fact = parse_fact(read_file(project_path("ledger/rules/cdc-2019.json")));
    EXPECT_TRUE(fact) << fact.error().sentence();
    return fact ? std::get<RulesAdopted>(fact->fact) : RulesAdopted{};
}

TEST(ShippedRules, KeepEveryInvariant) {
    COVERS("CDC 2019 §8");
    EXPECT_THAT(broken_invariants(shipped().parameters), testing::IsEmpty());
}

TEST(ShippedRules, HaveTheTenCoreIndicators) {
    COVERS("CDC 2019 §8-I, annexe 1");
    EXPECT_EQ(shipped().parameters.quality.socle.size(), 10u);
    EXPECT_EQ(shipped().parameters.quality.aLaCarteMax, 3);
}

TEST(ShippedRules, SayWhatTheTextSays) {
    COVERS("CDC 2019 §9");
    const Parameters& parameters = shipped().parameters;
    EXPECT_EQ(parameters.currency, "EUR");
    EXPECT_EQ(parameters.phases, (Phases{2, 4}));
    EXPECT_EQ(parameters.seedCredit, sample::parameters().seedCredit);
    EXPECT_EQ(parameters.efficiency, sample::parameters().efficiency);
    EXPECT_EQ(parameters.modulation, sample::parameters().modulation);
    EXPECT_EQ(parameters.caps, sample::parameters().caps);
    EXPECT_EQ(parameters.eligibility.minimumPatients, 5'000);
}

TEST(ShippedRules, QuoteTheTextForEachParameterOnce) {
    const auto sources = boost::json::parse(shipped().sources.value().text).as_array();
    std::set<std::string> parameters;
    for (const auto& source : sources) {
        const auto& one = source.as_object();
        EXPECT_TRUE(parameters.insert(std::string(one.at("parameter").as_string())).second) << one;
        EXPECT_TRUE(one.at("section").as_string().starts_with("CDC 2019 §")) << one;
        EXPECT_THAT(std::string(one.at("status").as_string()),
                    testing::AnyOf("read", "assumed", "reconstructed", "contradictory"));
        EXPECT_FALSE(one.at("quotation").as_string().empty()) << one;
    }
    EXPECT_GE(parameters.size(), 28u);
}

}  // namespace
}  // namespace ipep
