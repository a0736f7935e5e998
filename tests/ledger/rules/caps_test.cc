#include "tests/scenario.h"

#include <gmock/gmock.h>

#include "projections/views.h"

#include "ledger/rules/caps.h"
#include "ledger/traced.h"

namespace ipep {
namespace {

using namespace sample;
using testing::ElementsAre;

std::vector<Money> under(const std::vector<const char*>& capped, const char* cap) {
    std::vector<Exact> amounts;
    for (const char* one : capped) amounts.push_back(exact(one));
    std::vector<Money> net;
    for (const Exact& one : under_national_cap(amounts, sum(amounts), exact(cap), static_cast<std::size_t>(-1)))
        net.push_back(to_money(one));
    return net;
}

TEST(Caps, BothAreRoundedDownToTheCent) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(to_money(group_cap(exact("100.99"), exact("0.02"))), euros("2.01")) << "2.0198";
    EXPECT_EQ(to_money(national_cap(exact("100.99"), exact("0.01"))), euros("1.00")) << "1.0099";
    EXPECT_EQ(to_money(group_cap(exact("10000000"), exact("0.02"))), euros("200000.00"));
}

TEST(Caps, TheGroupsAmountIsCutToItsCap) {
    COVERS("CDC 2019 §8-III");
    EXPECT_EQ(capped_gross(exact("2.02"), exact("2.01"), GroupementId{"G1"}), exact("2.01"));
    EXPECT_EQ(capped_gross(exact("2.01"), exact("2.01"), GroupementId{"G1"}), exact("2.01"));
    EXPECT_EQ(capped_gross(exact("2.00"), exact("2.01"), GroupementId{"G1"}), exact("2.00"));
}

TEST(Caps, ASumEqualToTheNationalCapIsNotCut) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(under({"1.00", "2.00"}, "3.00"), ElementsAre(euros("1.00"), euros("2.00")));
}

TEST(Caps, ADerivationSaysWhetherTheNationalCapCuts) {
    COVERS("CDC 2019 §8-III");
    const auto net = [](const char* total) {
        Explanation told;
        told.name = "cappedTotal";
        const Traced all = Traced::leaf(std::make_shared<Explanation>(told), exact(total));
        const Explanation made = *net_amount(Traced(1), all, Traced(3)).node();
        return made.formula + ": " + made.cite->status;
    };
    EXPECT_EQ(net("3.00"), "1, as cappedTotal <= 3: read") << "equality cuts nothing";
    EXPECT_EQ(net("3.01"), "1, as cappedTotal > 3: assumed");
}

TEST(Caps, AnExcessOfOneCentIsSharedInProportion) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(under({"1.00", "2.01"}, "3.00"), ElementsAre(euros("1.00"), euros("2.00")))
        << "0.9967 and 2.0033: the cent left goes to the larger remainder";
}

TEST(Caps, CentsThatAreLeftGoToTheSmallerIdentifierOnATie) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(under({"1.00", "1.00", "1.00"}, "2.00"), ElementsAre(euros("0.67"), euros("0.67"), euros("0.66")));
}

TEST(Caps, ANationalCapOfNothingLeavesNothing) {
    COVERS("CDC 2019 §8-III");
    EXPECT_THAT(under({"1.00", "0.00"}, "0.00"), ElementsAre(Money(), Money()));
}

TEST(Caps, TheGroupCapBindsBeforeTheNationalOne) {
    COVERS("CDC 2019 §8-III");
    auto wide = parameters();
    wide.caps.national = {"1"};
    Scenario s;
    s.given(rules(wide)).given_group("A").given_year("A", 2019, "85", "1000", "1150");
    const auto settled = s.when(SettleYear{2019});
    const auto row = settled.row("A");
    EXPECT_EQ(row.gain, euros("654166.67")) << "gap 92.5, evolution 150: (30.8333 + 100) / 2 × 10 000";
    EXPECT_EQ(row.gross, euros("669166.67"));
    EXPECT_EQ(row.groupCap, euros("200000.00"));
    EXPECT_EQ(row.capped, euros("200000.00"));
    EXPECT_EQ(row.net, euros("200000.00"));
    EXPECT_EQ(row.nationalReduction, Money());
    EXPECT_EQ(settled.only<IncentiveCapped>().gross, row.gross);
}

TEST(Caps, TheNationalCapIsSharedAmongAllGroupsSettledThatYear) {
    COVERS("CDC 2019 §8-III");
    Scenario s;
    s.given(rules());
    for (const char* id : {"C", "A", "B"}) s.given_group(id);
    for (const char* id : {"C", "A", "B"}) s.given_year(id, 2019, "85", "1000", "1150");
    auto odd = parameters();
    odd.caps.national = {"1/90000"};  // of 30 million: 333.33, rounded down
    s.given(rules(odd));
    const auto settled = s.when(SettleYear{2019});
    EXPECT_EQ(settled.only<YearSettled>().cap, euros("333.33"));
    EXPECT_EQ(settled.row("A").net, euros("111.11"));
    EXPECT_EQ(settled.row("B").net, euros("111.11"));
    EXPECT_EQ(settled.row("C").net, euros("111.11"));
    EXPECT_EQ(settled.row("A").nationalReduction, euros("199888.89"));
    EXPECT_EQ(settled.all<IncentiveCapped>().size(), 3u);
}

TEST(Caps, NoCapNoEvent) {
    COVERS("CDC 2019 §8-III");
    Scenario s;
    s.given(rules()).given_group("A").given_year("A", 2019);
    EXPECT_THAT(s.when(SettleYear{2019}).kinds(), ElementsAre("qualityScored", "efficiencyGainEstablished",
                                                              "incentiveSettled", "advanceGranted", "yearSettled"));
}

TEST(Caps, AdvancesStandOutsideBothCaps) {
    COVERS("CDC 2019 §8-III");
    auto nothing = parameters();
    nothing.caps = {{"0"}, {"0"}, NationalReduction::proRata};
    Scenario s;
    s.given(rules(nothing)).given_group("A").given_year("A", 2019);
    const auto row = s.when(SettleYear{2019}).row("A");
    EXPECT_EQ(row.net, Money());
    EXPECT_EQ(row.due, euros("60000.00")) << "the seed credit, as an advance";
}

}  // namespace
}  // namespace ipep
