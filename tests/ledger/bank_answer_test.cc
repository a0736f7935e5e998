// What a word of the bank makes of an order, whatever came before it; what a person makes of what it leaves open.
#include <gmock/gmock.h>

#include "ledger/code.h"
#include "projections/balance.h"
#include "projections/envelope.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;
using Kinds = std::vector<std::string>;
using testing::ElementsAre;
using testing::IsEmpty;

struct AtTheBank {
    Scenario s;
    VisaEvidence sound{true, "FR76…189", true, "computed again"};
    OrderId id = issued();

    OrderId issued() {
        s.given(rules()).given_group("A").given_year("A", 2019);
        const OrderId made = ordered("2020-03-01");
        approve(made, "2020-03-01").events();
        FileIssued file;
        file.cpam = {"351"};
        file.message = "M";
        file.batch = "B";
        s.when(file_of(s, file, {made}, "2020-03-01")).events();
        return made;
    }
    OrderId ordered(std::string_view on) {
        const auto drafts = order_payments(
            s.book(), {{"351"}, {}, {}}, s.by("director").acting(on),
            [](std::string document, Position position) {
                return Voucher{std::move(document), position, "ref", {}};
            },
            [&](const OrderId& order) { return "P" + order.text; });
        return s.when(drafts).only<PaymentOrdered>().order;
    }
    Outcome approve(const OrderId& order, std::string_view on, const char* person = "dcf") {
        return s.by(person).when(approve_orders(s.book(), {order}, s.acting(on), [&](const Order&) { return sound; }));
    }
    Kinds told(BankResult result, std::string_view on = "2020-03-05") {
        if (result.sha256.empty()) result.sha256 = "f";
        return s.by("dcf").when(take_bank_result(s.book(), id, result, day(on))).kinds();
    }
    Kinds says(BankAnswer answer, std::string status = "AC04") { return told({answer, std::move(status), "", "f"}); }
    Kinds books(BankAnswer answer, bool another = false) { return told({answer, "", "R", "f", true, {}, another}); }
    Outcome resolve(Became became, std::string_view on = "2020-03-09", const char* person = "director") {
        return s.by(person).when(resolve_order(s.book(), id, {became, "letter of the bank"}, s.acting(on)));
    }
    const Order& order() const { return *s.book().find(id); }
    bool doubtful() const { return s.book().find(group("A"))->doubtful.contains(id); }
    Money orderable_now() const {
        return orderable(s.book().common(), group("A"), *s.book().find(group("A")), kAnyDay);
    }
};
struct BankAnswers : testing::Test, AtTheBank {};

TEST_F(BankAnswers, ARejectAsDuplicateFreesNothing) {
    for (const bool accepted_first : {false, true}) {
        AtTheBank one;
        if (accepted_first) {
            EXPECT_THAT(one.says(BankAnswer::accepted, "ACCP"), ElementsAre("orderAccepted"));
        }
        for (const char* reason : {"DU01", "DU02", "DU03", "DU04", "DU05", "AM05", "DU01 ISO Duplicate Message ID",
                                   "NARR fichier en doublon", "ZZ99 Duplicate file"}) {
            EXPECT_TRUE(rejects_a_duplicate(reason)) << reason;
            EXPECT_THAT(one.says(BankAnswer::rejected, reason), ElementsAre("orderTold")) << reason;
        }
        EXPECT_EQ(one.order().state, accepted_first ? OrderState::accepted : OrderState::issued);
        EXPECT_EQ(one.orderable_now(), Money());
        EXPECT_THAT(one.books(BankAnswer::paid), ElementsAre("orderPaid", "orderBooked"));
        EXPECT_TRUE(one.order().told.empty()) << "the payment is what became of it";
    }
    for (const char* reason : {"AC04", "AM04 insufficient funds", "RJCT", "", "DU", "DU010", "AM050"})
        EXPECT_FALSE(rejects_a_duplicate(reason)) << reason;
}

TEST_F(BankAnswers, AReturnToldBeforeItsDebitEndsTheSame) {
    EXPECT_THAT(books(BankAnswer::returned), ElementsAre("orderTold"));
    EXPECT_EQ(order().state, OrderState::issued);
    EXPECT_EQ(orderable_now(), Money()) << "nothing is free before it is known to have left";
    EXPECT_THAT(books(BankAnswer::returned), IsEmpty()) << "told once more";
    EXPECT_THAT(books(BankAnswer::paid), ElementsAre("orderPaid", "orderBooked", "orderReturned"));
    EXPECT_EQ(order().state, OrderState::returned);
    EXPECT_EQ(orderable_now(), euros("60000.00"));
    EXPECT_THAT(books(BankAnswer::returned), IsEmpty());
    EXPECT_THAT(books(BankAnswer::paid), IsEmpty());
    EXPECT_FALSE(doubtful());
}

TEST_F(BankAnswers, AReturnToldBeforeItsDebitKeepsItsReasonReferenceAndCharges) {
    told({BankAnswer::returned, "AC04", "R2", "f", true, euros("3.00")});
    books(BankAnswer::paid);
    const auto& returned = std::get<OrderReturned>(s.history().back().body);
    EXPECT_EQ(returned.reason, "AC04");
    EXPECT_EQ(returned.bankReference, "R2");
    EXPECT_EQ(returned.charges, euros("3.00"));
}

TEST_F(BankAnswers, AReturnIsOwedAgainInFullAndItsChargesAreTheBanks) {
    books(BankAnswer::paid);
    EXPECT_THAT(told({BankAnswer::returned, "AC04", "R2", "f", true, euros("3.00")}), ElementsAre("orderReturned"));
    EXPECT_EQ(std::get<OrderReturned>(s.history().back().body).charges, euros("3.00"));
    EXPECT_EQ(orderable_now(), euros("60000.00"));
}

TEST_F(BankAnswers, WhatIsDebitedAndCreditedOfARejectedOrderExplainsItself) {
    for (const bool debit_first : {true, false}) {
        AtTheBank one;
        one.says(BankAnswer::rejected);
        const BankAnswer first = debit_first ? BankAnswer::paid : BankAnswer::returned;
        EXPECT_THAT(one.books(first), ElementsAre("orderTold"));
        EXPECT_EQ(one.doubtful(), debit_first);
        EXPECT_THAT(one.books(debit_first ? BankAnswer::returned : BankAnswer::paid), ElementsAre("orderTold"));
        EXPECT_FALSE(one.doubtful());
        EXPECT_TRUE(one.order().told.empty());
        EXPECT_EQ(one.order().state, OrderState::rejected);
        EXPECT_THAT(one.books(BankAnswer::paid), IsEmpty());
        EXPECT_THAT(one.books(BankAnswer::returned), IsEmpty());
    }
}

TEST_F(BankAnswers, WhatMayHaveLeftIsNotPaidAgain) {
    says(BankAnswer::rejected, "AC06");
    const OrderId again = ordered("2020-03-06");
    approve(again, "2020-03-06").events();
    EXPECT_THAT(books(BankAnswer::paid), ElementsAre("orderTold"));
    EXPECT_TRUE(doubtful());
    FileIssued file;
    file.cpam = {"351"};
    file.message = "N";
    const auto sent = file_of(s, file, {again}, "2020-03-07");
    ASSERT_FALSE(sent) << "approved before it was known";
    EXPECT_EQ(sent.error().code, code::check_failed);
    EXPECT_EQ(resolve(Became::seen).code(), code::not_yet_resolved);
    EXPECT_EQ(resolve(Became::paid).code(), code::debt_ordered_again);
    s.by("director").when(cancel_order(s.book(), again, "left already", s.acting("2020-03-09"))).events();
    EXPECT_THAT(resolve(Became::paid).kinds(), ElementsAre("orderResolved", "orderReinstated", "orderPaid"));
    EXPECT_EQ(order().state, OrderState::paid);
    EXPECT_EQ(orderable_now(), Money());
    EXPECT_EQ(s.balance("A").paid, euros("60000.00"));
    EXPECT_EQ(s.envelope(2019).ordered, euros("60000.00"));
}

TEST_F(BankAnswers, ARejectWithoutAReasonAfterAnAcceptanceIsPaidOnlyOnceAPersonKnows) {
    for (const bool accepted_first : {true, false}) {
        AtTheBank one;
        one.says(accepted_first ? BankAnswer::accepted : BankAnswer::rejected, accepted_first ? "ACCP" : "RJCT");
        one.says(accepted_first ? BankAnswer::rejected : BankAnswer::accepted, accepted_first ? "RJCT" : "ACCP");
        EXPECT_EQ(one.order().state, OrderState::rejected);
        EXPECT_TRUE(one.doubtful());
        EXPECT_EQ(one.approve(one.ordered("2020-03-06"), "2020-03-06").code(), code::check_failed);
    }
    says(BankAnswer::rejected, "RJCT");
    says(BankAnswer::accepted, "ACCP");
    EXPECT_THAT(books(BankAnswer::paid), ElementsAre("orderReinstated", "orderPaid", "orderBooked"))
        << "the account shows it";
}

TEST_F(BankAnswers, ASecondDebitWaitsUntilItIsTakenBack) {
    books(BankAnswer::paid);
    EXPECT_THAT(books(BankAnswer::paid), IsEmpty());
    EXPECT_THAT(books(BankAnswer::paid, true), ElementsAre("orderTold"));
    EXPECT_FALSE(order().told.empty());
    EXPECT_THAT(books(BankAnswer::returned), ElementsAre("orderTold")) << "the second of them";
    EXPECT_EQ(order().state, OrderState::paid);
    EXPECT_TRUE(order().told.empty());
    EXPECT_THAT(books(BankAnswer::returned), IsEmpty()) << "told once more";
    EXPECT_THAT(books(BankAnswer::returned, true), ElementsAre("orderReturned")) << "then the first";
}

TEST_F(BankAnswers, AStatusNobodyActsOnIsKeptInItsWords) {
    for (const char* status : {"RVNM", "RCVC", "CANC", "BLCK", "PDNG AM04"}) {
        EXPECT_THAT(says(BankAnswer::nothing, status), ElementsAre("orderTold"));
        EXPECT_EQ(order().told, status);
        EXPECT_THAT(says(BankAnswer::nothing, status), IsEmpty());
    }
    EXPECT_EQ(order().state, OrderState::issued);
    EXPECT_THAT(resolve(Became::seen, "2020-03-09", "dcf").kinds(), ElementsAre("orderResolved"));
    EXPECT_TRUE(order().told.empty());
    EXPECT_EQ(resolve(Became::seen).code(), code::nothing_to_resolve);
}

TEST_F(BankAnswers, WhoFreesADebtBySayingSoDoesNotApproveItsOrder) {
    EXPECT_THAT(resolve(Became::rejected, "2020-03-09", "dcf").kinds(), ElementsAre("orderResolved", "orderRejected"));
    const OrderId again = ordered("2020-03-10");
    EXPECT_EQ(approve(again, "2020-03-10").code(), code::check_failed);
    approve(again, "2020-03-10", "delegate").events();
}

// Every answer after every other: never a state that nothing leads to, never free where it may have left.
TEST_F(BankAnswers, NoSequenceOfThreeWordsFreesWhatMayHaveLeft) {
    const std::vector<BankResult> words = {{BankAnswer::accepted, "ACCP", "", "f"},
                                           {BankAnswer::rejected, "AC04", "", "f"},
                                           {BankAnswer::rejected, "RJCT", "", "f"},
                                           {BankAnswer::rejected, "DU01", "", "f"},
                                           {BankAnswer::paid, "ACSC", "", "f"},
                                           {BankAnswer::paid, "", "R1", "f", true},
                                           {BankAnswer::returned, "AC04", "R2", "f", true}};
    for (const BankResult& first : words)
        for (const BankResult& second : words)
            for (const BankResult& third : words) {
                AtTheBank one;
                bool left = false, back = false;
                for (const BankResult* word : {&first, &second, &third}) {
                    one.told(*word);
                    left = left || (word->booked && word->answer == BankAnswer::paid);
                    back = back || word->answer == BankAnswer::returned;
                }
                const bool is_free = one.orderable_now() > Money();
                if (left && !back && is_free) {
                    EXPECT_TRUE(one.doubtful()) << first.status << ' ' << second.status << ' ' << third.status;
                }
            }
}

}  // namespace
}  // namespace ipep
