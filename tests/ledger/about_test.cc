// What events are about, held against their own members: whoever names a groupement, a CPAM, an order or a year is
// about it.
#include <gtest/gtest.h>

#include "events/describe.h"
#include "ledger/about.h"
#include "tests/print.h"

namespace ipep {
namespace {

constexpr int kYear = 2021, kPaymentYear = 2022, kOther = 1999;
constexpr std::int64_t kRevision = 3;

// Puts into each member that may say what an event is about a value of its own, and into `about` what is expected.
struct Marking {
    About about;

    template <class T>
    void mark(std::string_view name, T& member) {
        if constexpr (std::is_same_v<T, std::optional<RulesId>>) {
            member = RulesId{"R"};  // rules that a group refused: what the fact says, not what it is about
        } else if constexpr (Optional<T>) {
            mark(name, member.emplace());
        } else if constexpr (std::is_same_v<T, GroupementId>) {
            about.groupement = member = {"G"};
        } else if constexpr (std::is_same_v<T, CpamId>) {
            about.cpam = member = {"C"};
        } else if constexpr (std::is_same_v<T, OrderId>) {
            about.order = member = {"O"};
        } else if constexpr (std::is_same_v<T, IndicatorId>) {
            about.indicator = member = {"I"};
        } else if constexpr (std::is_same_v<T, RulesId>) {
            about.rules = member = {"R"};
        } else if constexpr (std::is_same_v<T, PersonId>) {
            about.person = member = {"P"};
        } else if constexpr (std::is_same_v<T, PaymentYear>) {
            about.paymentYear = member = kPaymentYear;
        } else if constexpr (kIsYear<T>) {
            member = name == "year" ? kYear : kOther;
            if (name == "year") about.year = kYear;
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            if (name == "revision") about.revision = member = kRevision;
        } else if constexpr (std::is_same_v<T, std::string>) {
            if (name == "subject") about.groupement = GroupementId{member = "G"};
        }
    }
};

template <class Kind>
Kind marked(Marking& marking) {
    Kind kind;
    boost::mp11::mp_for_each<MembersOf<Kind>>([&](auto d) { marking.mark(d.name, kind.*d.pointer); });
    return kind;
}

void expect_equal(const About& found, const About& expected, std::string_view kind) {
    EXPECT_EQ(found.groupement, expected.groupement) << kind;
    EXPECT_EQ(found.cpam, expected.cpam) << kind;
    EXPECT_EQ(found.order, expected.order) << kind;
    EXPECT_EQ(found.year, expected.year) << kind;
    EXPECT_EQ(found.revision, expected.revision) << kind;
    EXPECT_EQ(found.paymentYear, expected.paymentYear) << kind;
    EXPECT_EQ(found.indicator, expected.indicator) << kind;
    EXPECT_EQ(found.rules, expected.rules) << kind;
    EXPECT_EQ(found.person, expected.person) << kind;
}

TEST(About, IsWhatTheMembersOfEachKindName) {
    std::size_t kinds = 0;
    boost::mp11::mp_for_each<Body::Kinds>([&]<class Kind>(const Kind&) {
        ++kinds;
        if constexpr (!std::is_same_v<Kind, FactCorrected>) {
            Marking marking;
            const Kind kind = marked<Kind>(marking);
            expect_equal(about(Body(kind)), marking.about, kKinds[kKindIndex<Kind>]);
        }
    });
    EXPECT_EQ(kinds, kKinds.size());
}

TEST(About, ACorrectionIsAboutWhatItsFactIsAbout) {
    boost::mp11::mp_for_each<PlainFact::Kinds>([&]<class Kind>(const Kind&) {
        Marking marking;
        const Kind fact = marked<Kind>(marking);
        const std::string kind = "corrected " + std::string(kKinds[kKindIndex<Kind>]);
        expect_equal(about(Body(FactCorrected{{"key"}, fact, "wrong"})), marking.about, kind);
        expect_equal(about(Fact(fact)), marking.about, kind);
        expect_equal(about(PlainFact(fact)), marking.about, kind);
    });
}

TEST(About, TellsFactsOfOneGroupementApart) {
    EXPECT_EQ(about(Body(RefundReceived{{"G"}, {}, "cheque 1"})).reference, "cheque 1");
    EXPECT_EQ(about(Body(OverpaymentWriteOffDecided{{"G"}, {}, "decision 1"})).reference, "decision 1");
    EXPECT_EQ(about(Body(OppositionNotified{{"G"}, "claim 1"})).reference, "claim 1");
}

TEST(About, AFactIsBroughtAsItIsRecordedOrInThePlaceOfAnother) {
    const EnvelopeBudgeted budget{2020, Money(5)};
    for (const Body& body : {Body(budget), Body(FactCorrected{{"key"}, budget, "wrong"})}) {
        ASSERT_TRUE(brought<EnvelopeBudgeted>(body));
        EXPECT_EQ(brought<EnvelopeBudgeted>(body)->paymentYear, 2020);
        EXPECT_FALSE(brought<GroupementAdmitted>(body));
    }
}

}  // namespace
}  // namespace ipep
