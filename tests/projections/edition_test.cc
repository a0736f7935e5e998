#include "projections/edition.h"

#include <gmock/gmock.h>

#include "events/fact_json.h"
#include "tests/covers.h"
#include "tests/sample.h"

namespace ipep {
namespace {

using namespace sample;

Citation gap_as_written() { return {"CDC 2019 §8-II, annexe 5", "read"}; }

TEST(Edition, OfTheShippedTextCitesItWhereTheValueIsTheTexts) {
    COVERS("CDC 2019 §8-II");
    const Edition edition(rules());
    EXPECT_EQ(edition.of_parameter("efficiency.share").section, "CDC 2019 §8-II-2");
    EXPECT_EQ(edition.of_parameter("efficiency.share").status, "read");
    EXPECT_THAT(edition.of_parameter("efficiency.share").quotation, testing::HasSubstr("50%"));
    EXPECT_EQ(edition.of_parameter("modulation.knots.2.score").section, "CDC 2019 §8-III");
    EXPECT_EQ(edition.of_step("gap", gap_as_written()).section, "CDC 2019 §8-II, annexe 5");
    EXPECT_EQ(edition.of_step("gap", gap_as_written()).rules, "cdc-2019");
}

TEST(Edition, NeverQuotesATextBesideAValueThatIsNotTheTexts) {
    Parameters changed = parameters();
    changed.efficiency.gapWeight = {"1/2"};
    changed.efficiency.evolutionWeight = {"1/2"};
    const Edition edition(rules(changed));
    const Citation cite = edition.of_parameter("efficiency.gapWeight");
    EXPECT_EQ(cite.status, kUnsourced) << "the text says 1/3";
    EXPECT_EQ(cite.section, "");
    EXPECT_EQ(cite.quotation, "");
    EXPECT_EQ(edition.of_parameter("efficiency.share").status, "read");
}

TEST(Edition, OfAnotherTextCitesNothingOfTheShippedOne) {
    const Edition edition(rules(parameters(), 2022, "cdc-2022"));
    EXPECT_EQ(edition.of_parameter("efficiency.share").status, kUnsourced) << "the same value, another text";
    EXPECT_EQ(edition.of_step("gap", gap_as_written()).status, kUnsourced);
    EXPECT_EQ(edition.of_step("gap", gap_as_written()).section, "");
    EXPECT_EQ(edition.of_step("gap", gap_as_written()).rules, "cdc-2022");
    EXPECT_TRUE(edition.open_readings().empty());
}

TEST(Edition, SaysWhatTheAdoptionBrings) {
    RulesAdopted adopted = rules(parameters(), 2022, "cdc-2022");
    adopted.sources = Json{R"([
        {"parameter":"efficiency","section":"CDC 2022 §8","status":"read","quotation":"« la moitié »"},
        {"parameter":"quality.points","section":"CDC 2022 §7","status":"assumed","question":"?","alternatives":["x"]},
        {"step":"gap","section":"CDC 2022 §8-II","status":"reconstructed"}])"};
    const Edition edition(adopted);
    EXPECT_EQ(edition.of_parameter("efficiency.band").section, "CDC 2022 §8") << "what lies in it is its";
    EXPECT_EQ(edition.of_parameter("efficiency.band").quotation, "« la moitié »");
    EXPECT_EQ(edition.of_step("gap", gap_as_written()).section, "CDC 2022 §8-II");
    EXPECT_EQ(edition.of_step("gap", gap_as_written()).status, "reconstructed");
    EXPECT_EQ(edition.of_step("gain", gap_as_written()).status, kUnsourced);
    ASSERT_EQ(edition.open_readings().size(), 1u);
    EXPECT_EQ(edition.open_readings().front().alternatives, std::vector<std::string>{R"("x")"});
}

TEST(Edition, TheTextBudgetsTwoTitlesOfOneFund) {
    COVERS("CDC 2019 §9");
    for (const std::string& name : shipped_editions()) {
        const auto fact = parse_fact(shipped_rules(name));
        ASSERT_TRUE(fact) << name;
        const auto titles = budget_of_text(std::get<RulesAdopted>(fact->fact));
        ASSERT_EQ(titles.size(), 2u) << name;
        EXPECT_EQ(titles[0].title, Ground::incentive);
        EXPECT_EQ(titles[0].amounts.at(2020), euros("4000000.00"));
        for (const PaymentYear year : {2021, 2022, 2023, 2024})
            EXPECT_EQ(titles[0].amounts.at(year), euros("7000000.00"));
        EXPECT_EQ(titles[1].title, Ground::seedCredit);
        const Money half = euros("1500000.00");
        EXPECT_EQ(titles[1].amounts, (std::map<PaymentYear, Money>{{2019, half}, {2020, half}}));
        EXPECT_EQ(titles[1].cite.section, "CDC 2019 §9");
    }
    EXPECT_TRUE(budget_of_text(rules(parameters(), 2022, "cdc-2022")).empty()) << "another text, none of its words";
    RulesAdopted adopted = rules(parameters(), 2022, "cdc-2022");
    adopted.sources = Json{R"([{"title":"lottery","budget":{"2022":"1.00"}},{"title":"incentive","budget":[]},
        {"title":"incentive","section":"CDC 2022 §9","status":"read","budget":{"2022":"1.00","x":"2.00","2023":3}}])"};
    const auto own = budget_of_text(adopted);
    ASSERT_EQ(own.size(), 1u);
    EXPECT_EQ(own[0].amounts, (std::map<PaymentYear, Money>{{2022, euros("1.00")}}));
}

TEST(Edition, EveryShippedEditionIsCitedAsItsOwn) {
    EXPECT_EQ(shipped_editions().back(), "cdc-2019-r2");
    EXPECT_TRUE(shipped_rules("cdc-2099").empty());
    const auto fact = parse_fact(shipped_rules("cdc-2019-r2"));
    const Edition second(std::get<RulesAdopted>(fact->fact));
    EXPECT_EQ(second.of_parameter("quality.envelopeBasis").status, "read");
    EXPECT_EQ(second.of_step("gap", gap_as_written()).section, "CDC 2019 §8-II, annexe 5");
    EXPECT_EQ(second.of_step("gap", gap_as_written()).rules, "cdc-2019-r2");
}

TEST(Edition, EveryOpenReadingOfTheShippedTextHasItsWordsAndValuesThatCanBeTaken) {
    const auto shipped = parse_fact(shipped_rules());
    ASSERT_TRUE(shipped.has_value());
    const auto& adopted = std::get<RulesAdopted>(shipped->fact);
    const auto readings = Edition(adopted).open_readings();
    EXPECT_GE(readings.size(), 12u);
    for (const OpenReading& one : readings) {
        EXPECT_NE(one.cite.status, "read") << one.path;
        EXPECT_FALSE(one.question.empty() || one.for_it.empty() || one.against_it.empty()) << one.path;
        for (const std::string& value : one.alternatives) {
            const auto changed = with_parameter(adopted.parameters, one.path, value);
            ASSERT_TRUE(changed.has_value()) << one.path << ' ' << value;
            EXPECT_NE(*changed, *adopted.parameters) << one.path << ' ' << value;
            EXPECT_TRUE(broken_invariants(*changed).empty()) << one.path << ' ' << value;
        }
    }
    const std::vector<std::string> assumed = [&] {
        std::vector<std::string> found;
        for (const OpenReading& one : readings)
            if (one.cite.status == "assumed" || one.cite.status == "contradictory") found.push_back(one.path);
        return found;
    }();
    for (const char* path : {"seedCredit.baseAmount", "quality.points", "quality.weights", "quality.envelopeShare",
                             "phases.resultYears", "advance.recovery", "modulation.knots"})
        EXPECT_THAT(assumed, testing::Contains(path));
}

}  // namespace
}  // namespace ipep
