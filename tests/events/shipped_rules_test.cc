// The rules that come with the program: they may be adopted as they are, and every parameter has its quotation.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
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
    EXPECT_THAT(broken_invariants(*shipped().parameters), testing::IsEmpty());
}

TEST(ShippedRules, HaveTheTenCoreIndicators) {
    COVERS("CDC 2019 §8-I, annexe 1");
    EXPECT_EQ(shipped().parameters->quality.socle.size(), 10u);
    EXPECT_EQ(shipped().parameters->quality.aLaCarteMax, 3);
}

TEST(ShippedRules, SayWhatTheTextSays) {
    COVERS("CDC 2019 §9");
    const Parameters parameters = *shipped().parameters;
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

RulesAdopted second_reading() {
    const auto fact = parse_fact(read_file(project_path("ledger/rules/cdc-2019-r2.json")));
    EXPECT_TRUE(fact) << fact.error().sentence();
    return fact ? std::get<RulesAdopted>(fact->fact) : RulesAdopted{};
}

TEST(ShippedRules, TheSecondReadingTakesTheBetterReadingsAndNoOther) {
    COVERS("CDC 2019 §9");
    COVERS("CDC 2019 §10");
    Parameters expected = *shipped().parameters;
    expected.phases.resultYearsByWave = std::vector<WaveYears>{{1, 5}, {2, 4}};
    expected.seedCredit.baseAmount = sample::euros("108333.33");
    const Parameters taken = *second_reading().parameters;
    EXPECT_THAT(broken_invariants(taken), testing::IsEmpty());
    EXPECT_EQ(taken.phases, expected.phases);
    EXPECT_EQ(taken.seedCredit.baseAmount, expected.seedCredit.baseAmount);
    EXPECT_EQ(taken.seedCredit.sizeFloorPatients, 5'000);
    EXPECT_EQ(taken.quality.envelopeBasis, EnvelopeBasis::allSettled);
    EXPECT_EQ(taken.quality.envelopeShare, Ratio{"1/300"});
    EXPECT_EQ(taken.quality.scoreForFullAmount, expected.quality.scoreForFullAmount);
    EXPECT_EQ(taken.quality.countedFromYear, expected.quality.countedFromYear);
    EXPECT_EQ(taken.quality.points, expected.quality.points);
    EXPECT_EQ(taken.efficiency, expected.efficiency);
    EXPECT_EQ(taken.modulation, expected.modulation);
    EXPECT_EQ(taken.caps, expected.caps);
}

TEST(ShippedRules, TheSecondReadingNamesTheTenIndicatorsOfAnnexeOne) {
    COVERS("CDC 2019 §8-I, annexe 1");
    const QualityParameters quality = second_reading().parameters->quality;
    ASSERT_TRUE(quality.indicators && quality.indicators->size() == 10);
    std::string directions, sources;
    for (const IndicatorId& id : quality.socle) {
        const CataloguedIndicator& known = *catalogued(quality, id);
        directions += known.evolution == Direction::up ? '+' : known.evolution == Direction::down ? '-' : '=';
        sources += known.source == IndicatorSource::snds ? 'n' : 'c';
    }
    EXPECT_EQ(directions, "+-++--+++-");
    EXPECT_EQ(sources, "nnncnncncn");
}

TEST(ShippedRules, TheSecondReadingAsksWhereTheTextIsInDoubt) {
    const auto sources = boost::json::parse(second_reading().sources.value().text).as_array();
    std::map<std::string, std::string> statuses;
    for (const auto& source : sources) {
        const auto& one = source.as_object();
        EXPECT_FALSE(one.at("quotation").as_string().empty()) << one;
        if (!one.contains("parameter")) continue;
        const std::string path(one.at("parameter").as_string()), status(one.at("status").as_string());
        EXPECT_TRUE(statuses.emplace(path, status).second) << path << " stands twice";
        if (status == "read") continue;
        for (const char* member : {"question", "for", "against"})
            EXPECT_FALSE(one.at(member).as_string().empty()) << path << ": " << member;
        EXPECT_TRUE(one.at("alternatives").is_array()) << path;
    }
    EXPECT_EQ(statuses["phases.resultYearsByWave"], "contradictory");
    EXPECT_EQ(statuses["seedCredit.baseAmount"], "reconstructed");
    EXPECT_EQ(statuses["seedCredit.sizeFloorPatients"], "reconstructed");
    EXPECT_EQ(statuses["quality.envelopeBasis"], "read");
    EXPECT_EQ(statuses["quality.envelopeShare"], "assumed");
    EXPECT_EQ(statuses["seedCredit.floor"], "assumed");
}

}  // namespace
}  // namespace ipep
