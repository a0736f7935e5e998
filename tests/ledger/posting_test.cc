// Postings: every kind balances, whatever its amounts; and each moves what the posting scheme says.
#include <gmock/gmock.h>

#include <random>

#include "events/describe.h"
#include "ledger/posting.h"
#include "tests/print.h"
#include "tests/sample.h"

namespace ipep {
namespace {

using namespace sample;
using testing::ElementsAre;
using enum PostedTo;

Event event_of(Body body) {
    return {.position = 7,
            .recordedAt = 0,
            .on = day("2021-03-04"),
            .actor = {"A"},
            .key = {},
            .source = {},
            .body = std::move(body),
            .bounds = kBounds};
}

std::string posted(const Postings& postings) {
    std::string text;
    for (const Posting& one : postings) {
        text += (text.empty() ? "" : " | ") + to_text(one.on) + ' ' +
                boost::describe::enum_to_string(one.operation, "") + ' ' + one.groupement.text;
        for (const PostingLine& line : one.lines) {
            text += std::string(", ") + boost::describe::enum_to_string(line.to, "") + ' ' + to_text(line.amount);
            if (line.of) text += " of " + line.of->text() + " in " + to_text(line.paymentYear);
        }
    }
    return text;
}
std::string posted(Body body) { return posted(posting(event_of(std::move(body)))); }

// Any amounts, of either sign, in a kind; the parts of an order add up to what it pays.
class Amounts {
public:
    explicit Amounts(std::uint64_t seed) : random_(seed) {}

    template <class Kind>
    Kind in() {
        Kind kind;
        if constexpr (requires { kind.year; }) kind.year = 2021;
        boost::mp11::mp_for_each<MembersOf<Kind>>([&](auto d) {
            auto& member = kind.*d.pointer;
            if constexpr (std::is_same_v<std::remove_reference_t<decltype(member)>, Money>) member = some();
        });
        if constexpr (requires { kind.parts; }) {
            Money sum;
            for (const char* of : {"seedCredit/G", "settlement/2020/G/due", "overpayment/G"})
                sum += kind.parts.emplace_back(of, 2021, some()).amount;
            if constexpr (requires { kind.amount; }) kind.amount = sum;
        }
        return kind;
    }

private:
    Money some() { return Money(static_cast<std::int64_t>(random_() % 2'000'001) - 1'000'000); }
    std::mt19937_64 random_;
};

TEST(Postings, OfEveryKindAddUpToNothing) {
    const char* wish = std::getenv("IPEP_TEST_SEED");
    const std::uint64_t seed = wish ? std::strtoull(wish, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("IPEP_TEST_SEED=" + std::to_string(seed));
    Amounts amounts(seed);
    std::size_t moving = 0;
    boost::mp11::mp_for_each<Body::Kinds>([&]<class Kind>(const Kind&) {
        for (int round = 0; round < 50; ++round) {
            const Postings postings = posting(event_of(amounts.in<Kind>()));
            moving += round == 0 && !postings.empty();
            for (const Posting& one : postings) {
                Money books, engaged;
                for (const PostingLine& line : one.lines) (is_in_books(line.to) ? books : engaged) += line.amount;
                EXPECT_EQ(books, Money()) << kKinds[kKindIndex<Kind>];
                EXPECT_EQ(engaged, Money()) << kKinds[kKindIndex<Kind>];
            }
        }
    });
    EXPECT_EQ(moving, 18u) << "the kinds that move something: a new one is added to the tests below";
}

TEST(Postings, OfWhatIsSettledChargeADebt) {
    const GroupementId g{"G"};
    EXPECT_EQ(posted(SeedTrancheReleased{g, 1, 2020, euros("30.00"), euros("30.00"), {}}),
              "2021-03-04 settled G, charge 30.00, seedCredits -30.00 of seedCredit/G in 2020");
    EXPECT_EQ(posted(IncentiveAnnulled{g, 2020, 2, euros("-5.00")}),
              "2021-03-04 adjusted G, dues 5.00 of settlement/2020/G/due in 2021, charge -5.00");
    IncentiveSettled settled;
    settled.groupement = g;
    settled.year = 2020;
    settled.netDifference = euros("5.00");
    EXPECT_EQ(posted(settled), "2021-03-04 settled G, charge 5.00, dues -5.00 of settlement/2020/G/due in 2021");
}

TEST(Postings, OfAdvancesMoveTheDueAndNoCharge) {
    const GroupementId g{"G"};
    const Money five = euros("5.00");
    EXPECT_EQ(posted(AdvanceGranted{g, 2020, 1, five, five, five}),
              "2021-03-04 advanced G, advances 5.00, dues -5.00 of settlement/2020/G/due in 2021");
    EXPECT_EQ(posted(AdvanceRecovered{g, 2020, 1, five, five, five}),
              "2021-03-04 setOff G, dues 5.00 of settlement/2020/G/due in 2021, advances -5.00");
    EXPECT_EQ(posted(AdvanceWrittenOff{g, 2020, five, "D", {}}), "2021-03-04 adjusted G, losses 5.00, advances -5.00");
    EXPECT_EQ(posted(AdvanceWriteOffReversed{g, five}), "2021-03-04 adjusted G, advances 5.00, losses -5.00");
}

TEST(Postings, OfAnOrderEngageFreeAndPayItsParts) {
    const GroupementId g{"G"};
    const OrderId order{"351-2021-000001"};
    const std::vector<OrderPart> parts{{"seedCredit/G", 2020, euros("9.00")}, {"overpayment/G", 2021, euros("-2.00")}};
    const std::string engaged =
        "ordered 9.00 of seedCredit/G in 2020, ordered -2.00 of overpayment/G in 2021, "
        "toOrder -9.00 of seedCredit/G in 2020, toOrder 2.00 of overpayment/G in 2021";
    const std::string freed =
        "ordered -9.00 of seedCredit/G in 2020, ordered 2.00 of overpayment/G in 2021, "
        "toOrder 9.00 of seedCredit/G in 2020, toOrder -2.00 of overpayment/G in 2021";
    PaymentOrdered made;
    made.groupement = g;
    made.parts = parts;
    EXPECT_EQ(posted(made), "2021-03-04 engaged G, " + engaged);
    EXPECT_EQ(posted(OrderReinstated{order, g, euros("7.00"), parts}), "2021-03-04 engaged G, " + engaged);
    EXPECT_EQ(posted(OrderCancelled{order, g, parts, "why"}), "2021-03-04 engaged G, " + freed);
    EXPECT_EQ(posted(OrderRejected{order, g, parts, "AC04", "f"}), "2021-03-04 engaged G, " + freed);
    EXPECT_EQ(posted(OrderPaid{order, g, euros("7.00"), parts, "R", "f"}),
              "2021-03-04 bank G, payments 9.00 of seedCredit/G in 2020, payments -2.00 of overpayment/G in 2021, "
              "bank -7.00");
    EXPECT_EQ(posted(OrderBooked{order, g, "R", "f", euros("0.50")}),
              "2021-03-04 bank G, bankCharges 0.50, bank -0.50");
    EXPECT_EQ(posted(OrderReturned{order, g, euros("7.00"), parts, "AC04", "R", "f", euros("0.50")}),
              "2021-03-04 bank G, bank 6.50, bankCharges 0.50, payments -9.00 of seedCredit/G in 2020, "
              "payments 2.00 of overpayment/G in 2021, " +
                  freed);
}

TEST(Postings, OfWhatComesBackAreOwedAgainAndEstimatesAreReversed) {
    const GroupementId g{"G"};
    const Money five = euros("5.00");
    EXPECT_EQ(posted(RefundBooked{g, "cheque", five, five}),
              "2021-03-04 bank G, bank 5.00, refunds -5.00 of overpayment/G in 2021");
    EXPECT_EQ(posted(RefundBooked{g, "cheque", {}, -five}),
              "2021-03-04 bank G, refunds 5.00 of overpayment/G in 2021, bank -5.00");
    EXPECT_EQ(posted(OverpaymentWrittenOff{g, "D", five, five}),
              "2021-03-04 adjusted G, losses 5.00, writeOffs -5.00 of overpayment/G in 2021");
    EXPECT_EQ(posted(AccrualBooked{g, 2020, five, five}),
              "2020-12-31 estimated G, charge 5.00, accrued -5.00 | "
              "2021-01-01 estimated G, accrued 5.00, charge -5.00");
}

TEST(Postings, OfFactsAreNone) {
    boost::mp11::mp_for_each<Fact::Kinds>(
        [&]<class Kind>(const Kind&) { EXPECT_TRUE(posting(event_of(Kind{})).empty()) << kKinds[kKindIndex<Kind>]; });
}

TEST(Postings, OfAPaymentTakenOverPayAndEngageAgainstAnAccountOfTheirOwn) {
    const GroupementId g{"G"};
    EXPECT_EQ(
        posted(TakeOverConfirmed{g, {"k"}, 7, euros("30.00"), {{"seedCredit/G", 2020, euros("30.00")}}}),
        "2021-03-04 takenOver G, payments 30.00 of seedCredit/G in 2020, takenOver -30.00 of seedCredit/G in 2020, "
        "ordered 30.00 of seedCredit/G in 2020, toOrder -30.00 of seedCredit/G in 2020");
}

}  // namespace
}  // namespace ipep
