// What evolve relies on is asserted: an event that decide could not have promised ends the program, with its values.
#include "ledger/reliance.h"

#include <gtest/gtest.h>

#include "ledger/check.h"
#include "ledger/order_step.h"
#include "tests/sample.h"

namespace ipep {
namespace {

using namespace sample;
using enum OrderState;

const OrderId kOrder{"351-2020-000001"};
const GroupementId kGroup{"A"};
const CpamId kCpam{"351"};
const Money kAmount = euros("100.00");
const std::vector<OrderPart> kParts{{"seedCredit/A", 2020, kAmount}};

constexpr OrderState kStates[] = {ordered, suspended, approved, issued, accepted, paid, rejected, returned, cancelled};

FileIssued file(const char* message) {
    FileIssued issued;
    issued.cpam = kCpam;
    issued.message = message;
    return issued;
}

// A book with one group and one order, as it stands in the state.
Book book_with(OrderState state) {
    Book book;
    GroupState& page = book.new_page(kGroup);
    page.admission.value = admitted("A");
    page.payeeAt = 1;
    page.firstTranche = {kAmount, 2020, {}};
    Order& order = book.new_order(kOrder);
    order.ordered.order = kOrder;
    order.ordered.cpam = kCpam;
    order.ordered.groupement = kGroup;
    order.ordered.fiscalYear = order.creditsOf = 2020;
    order.ordered.amount = kAmount;
    order.ordered.parts = kParts;
    order.state = state;
    CpamState& cpam = book.cpam_state(kCpam);
    cpam.unwritten = {1, day("2020-01-01"), file("M"), {}};
    const bool is_free = state == rejected || state == returned || state == cancelled;
    if (state == paid) page.paid = kAmount;
    if (state != paid && !is_free) page.open = kAmount;
    cpam.engaged[2020] = is_free || state == ordered || state == suspended ? Money() : kAmount;
    return book;
}

Event event_of(const Book& book, Body body) {
    return {book.head() + 1, 0, day("2020-02-02"), {"x"}, {}, {}, std::move(body)};
}

struct Step {
    Body act;
    std::vector<OrderState> from;
};

// The contract's "States of an order", written once more.
std::vector<Step> steps() {
    return {
        {OrderSuspended{kOrder, kGroup, "g"}, {ordered}},
        {OrderRequisitioned{kOrder, kGroup, "d"}, {suspended}},
        {OrderApproved{kOrder, kGroup, {}}, {ordered, suspended}},
        {OrderCancelled{kOrder, kGroup, kParts, "r"}, {ordered, suspended, approved}},
        {OrderIssued{kOrder, kGroup, "M"}, {approved}},
        {OrderAccepted{kOrder, kGroup, "s", "f"}, {issued}},
        {OrderRejected{kOrder, kGroup, kParts, "r", "f"}, {issued, accepted}},
        {OrderPaid{kOrder, kGroup, kAmount, kParts, "r", "f"}, {issued, accepted}},
        {OrderReturned{kOrder, kGroup, kAmount, kParts, "r", "b", "f", {}}, {paid}},
    };
}

const testing::ExitedWithCode kEnds(kDefect);

TEST(Reliance, EachActOnAnOrderIsTakenInTheStatesOfTheContractAndInNoOther) {
    for (const Step& step : steps())
        for (const OrderState state : kStates) {
            SCOPED_TRACE(std::string(kind_of(step.act)) + " in state " + boost::describe::enum_to_string(state, ""));
            Book book = book_with(state);
            const bool allowed = std::ranges::find(step.from, state) != step.from.end();
            const OrderStep* row = order_step_of(step.act.index());
            ASSERT_TRUE(row);
            EXPECT_EQ(may_take(*book.find(kOrder), *row).has_value(), allowed) << "decide";
            if (allowed) {
                evolve(book, event_of(book, step.act));
                EXPECT_EQ(book.find(kOrder)->state, row->to);
            } else {
                const std::string told = std::string("position 1, kind \"") + std::string(kind_of(step.act)) +
                                         "\", order \"351-2020-000001\", state " +
                                         boost::describe::enum_to_string(state, "");
                EXPECT_EXIT(evolve(book, event_of(book, step.act)), kEnds, told);
            }
        }
}

// Each is about the order above; what is wrong with it is printed with the values.
TEST(Reliance, SumsNeverFallBelowNothing) {
    Book unpaid = book_with(issued);
    unpaid.page(kGroup).open = euros("40.00");
    EXPECT_EXIT(evolve(unpaid, event_of(unpaid, OrderPaid{kOrder, kGroup, kAmount, kParts, "", ""})), kEnds,
                "open -60.00, paid 100.00");
    Book unengaged = book_with(approved);
    unengaged.cpam_state(kCpam).engaged[2020] = Money();
    EXPECT_EXIT(evolve(unengaged, event_of(unengaged, OrderCancelled{kOrder, kGroup, kParts, "r"})), kEnds,
                "engaged -100.00");
    Book returned_twice = book_with(paid);
    returned_twice.page(kGroup).paid = Money();
    EXPECT_EXIT(evolve(returned_twice,
                       event_of(returned_twice, OrderReturned{kOrder, kGroup, kAmount, kParts, "", "", "", {}})),
                kEnds, "paid -100.00");
}

TEST(Reliance, AnOrderIsPaidAsItWasOrderedAndToWhomItWas) {
    Book book = book_with(issued);
    book.new_page({"B"}).admission.value = admitted("B");
    const auto paid_otherwise = OrderPaid{kOrder, kGroup, euros("99.00"), kParts, "", ""};
    EXPECT_EXIT(evolve(book, event_of(book, paid_otherwise)), kEnds, "amount 99.00, ordered 100.00");
    const auto paid_to_another = OrderPaid{kOrder, {"B"}, kAmount, kParts, "", ""};
    EXPECT_EXIT(evolve(book, event_of(book, paid_to_another)), kEnds, "groupement \"B\", ordered for \"A\"");
    const auto unknown = OrderPaid{{"351-2020-000009"}, kGroup, kAmount, kParts, "", ""};
    EXPECT_EXIT(evolve(book, event_of(book, unknown)), kEnds, "order \"351-2020-000009\"");
}

TEST(Reliance, NothingIsOrderedTwiceNorOtherwiseThanItsParts) {
    Book book = book_with(ordered);
    PaymentOrdered order = book.find(kOrder)->ordered;
    EXPECT_EXIT(evolve(book, event_of(book, order)), kEnds, "kind \"paymentOrdered\", order \"351-2020-000001\"");
    order.order.text = "351-2020-000002";
    order.amount = euros("101.00");
    EXPECT_EXIT(evolve(book, event_of(book, order)), kEnds, "amount 101.00, sum of parts 100.00");
}

TEST(Reliance, ADecisionFollowsWhatItStandsOn) {
    Book book = book_with(ordered);
    const std::pair<Body, const char*> wrong[] = {
        {SeedTrancheReleased{kGroup, 1, 2020, euros("10.00"), euros("10.00"), {}}, "before 100.00, amount 10.00"},
        {SeedTrancheReleased{kGroup, 3, 2020, {}, {}, {}}, "tranche 3"},
        {RefundBooked{kGroup, "R", kAmount, kAmount}, "reference \"R\""},
        {AccrualBooked{kGroup, 2020, kAmount, kAmount}, "year 2020"},
        {IncentiveAnnulled{kGroup, 2020, 1, {}}, "year 2020"},
        {SettlementValidated{2020, 1}, "revision 1, latest 0"},
        {SettlementRefused{2020, 1, "why"}, "revision 1, latest 0"},
        {BankLineExplained{{"351"}, 4, LineMeaning::aside, {}, {}, {}, "why"}, "line 4"},
        {BankLineConfirmed{{"351"}, 4, 5, LineMeaning::aside, {}, {}, {}}, "line 4"},
        {PayeeConfirmed{kGroup, {"k"}, 4}, "confirms \"k\", payeeAt 4"},
        {TakeOverConfirmed{kGroup, {"k"}, 4, kAmount, kParts}, "confirms \"k\", takenOverAt 4"},
        {FileWritten{kCpam, "N", "s"}, "waiting \"M\", message \"N\""},
        {file("N"), "message \"N\""},
        {MonthClosed{kCpam, day("2020-02-01"), day("2020-01-01")}, "from 18293, until 18262"},
        {FactCorrected{{"k"}, roadmap("A"), "r"}, "kind \"factCorrected\""},
        {FactCorrected{{"k"}, rules(), "r"}, "corrects \"k\""},
    };
    for (const auto& [body, told] : wrong) {
        SCOPED_TRACE(kind_of(body));
        EXPECT_EXIT(evolve(book, event_of(book, body)), kEnds, told);
    }
    YearSettled settled;
    settled.year = 2020, settled.revision = 3;
    EXPECT_EXIT(evolve(book, event_of(book, settled)), kEnds, "revision 3, before 0");
    Event behind = event_of(book, roadmap("A"));
    behind.position = 7;
    EXPECT_EXIT(evolve(book, behind), kEnds, "position 7, kind \"roadmapReceived\", head 0");
    EXPECT_EXIT(evolve(book, event_of(book, roadmap("Z"))), kEnds, "key \"Z\"");
}

TEST(Check, WhatNobodyExpectsEndsTheProgramWithItsName) {
    const auto fail = [] {
        end_on_what_nobody_expects();
        []() noexcept { return std::vector<int>().at(1); }();
    };
    EXPECT_EXIT(fail(), kEnds, "defect: nobody expects std::out_of_range: vector");
}

}  // namespace
}  // namespace ipep
