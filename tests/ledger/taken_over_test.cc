// Payments made before the ledger: they count as paid once a second person said so, and are not ordered again.
#include <gmock/gmock.h>

#include "ledger/code.h"
#include "projections/balance.h"
#include "projections/envelope.h"
#include "projections/statement.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;

PaymentTakenOver seed(const char* amount, std::string document = "virement 12") {
    return {.groupement = group("A"),
            .ground = Ground::seedCredit,
            .year = {},
            .paymentYear = 2019,
            .amount = euros(amount),
            .document = std::move(document)};
}
PaymentTakenOver incentive(ResultYear year, PaymentYear payment_year, const char* amount) {
    return {.groupement = group("A"),
            .ground = Ground::incentive,
            .year = year,
            .paymentYear = payment_year,
            .amount = euros(amount),
            .document = "virement 13"};
}

// A group with its seed credit of 60 000 released, and 2019 settled: 15 000 of quality, brought up to 60 000.
struct Before {
    Scenario s;

    Before() { s.given(rules()).given_group("A").given_year("A", 2019).given(SettleYear{2019, day("2020-02-01")}); }
    Outcome confirm(const std::string& key, const char* person = "second", const char* on = "2020-03-01") {
        s.by(person);
        return s.when(confirm_take_over(s.book(), group("A"), {key}, s.acting(on)));
    }
    Money orderable_now() const {
        return orderable(s.book().common(), group("A"), *s.book().find(group("A")), kAnyDay);
    }
};

TEST(TakenOver, WhatASecondPersonConfirmedIsPaidAndNotOrderedAgain) {
    Before b;
    b.s.by("first").given(seed("60000.00"), "2020-02-10", "p");
    EXPECT_EQ(b.s.balance("A").paid, Money()) << "nobody else has seen it";
    EXPECT_EQ(b.orderable_now(), euros("120000.00"));
    const TakeOverConfirmed act = b.confirm("p").only<TakeOverConfirmed>();
    EXPECT_EQ(act.amount, euros("60000.00"));
    EXPECT_EQ(b.s.balance("A").paid, euros("60000.00"));
    EXPECT_EQ(b.s.envelope(2019).paid, euros("60000.00"));
    EXPECT_EQ(b.s.envelope(2019).ordered, euros("60000.00"));
    EXPECT_EQ(b.s.statement("A").back().kind, "takeOverConfirmed");
    EXPECT_EQ(b.orderable_now(), euros("60000.00")) << "the incentive of 2019 is left";
    const auto dues = dues_of(b.s.book().common(), group("A"), *b.s.book().find(group("A")), kAnyDay);
    ASSERT_EQ(dues.size(), 1u);
    EXPECT_EQ(dues.front().claim.of, "settlement/2019/A/due");
}

TEST(TakenOver, AnIncentiveIsPaidInTheYearAfterTheOneItIsOf) {
    Before b;
    b.s.given(incentive(2019, 2020, "60000.00"), "2020-02-10", "p");
    b.confirm("p").events();
    EXPECT_EQ(b.s.envelope(2020).paid, euros("60000.00"));
    EXPECT_EQ(b.orderable_now(), euros("60000.00")) << "the seed credit is left";
    EXPECT_EQ(b.s.when(incentive(2020, 2020, "1.00")).code(), code::taken_over_contradicts);
    EXPECT_EQ(b.s.when(incentive(2031, 2032, "1.00")).code(), code::unknown_year);
    PaymentTakenOver yearless = incentive(2019, 2020, "1.00");
    yearless.year.reset();
    EXPECT_EQ(b.s.when(yearless).code(), code::taken_over_contradicts);
    PaymentTakenOver of_a_year = seed("1.00");
    of_a_year.year = 2019;
    EXPECT_EQ(b.s.when(of_a_year).code(), code::taken_over_contradicts);
}

TEST(TakenOver, NobodyConfirmsTheirOwnNorTwiceNorBeforeItWasPaid) {
    Before b;
    b.s.by("first").given(seed("60000.00"), "2020-02-10", "p");
    EXPECT_EQ(b.confirm("p", "first").code(), code::same_person);
    EXPECT_EQ(b.confirm("p", "F1rst").code(), code::same_person) << "a name that looks alike";
    EXPECT_EQ(b.confirm("p", "second", "2020-02-09").code(), code::day_out_of_order);
    EXPECT_EQ(b.confirm("q").code(), code::payee_not_pending);
    b.confirm("p").events();
    EXPECT_EQ(b.confirm("p", "third").code(), code::payee_not_pending);
}

TEST(TakenOver, TheSameDocumentIsNotTakenTwice) {
    Before b;
    b.s.given(seed("30000.00"), "2020-02-10", "p");
    EXPECT_EQ(b.s.when(seed("30000.00"), "2020-02-11", "q").code(), code::duplicate_fact);
    EXPECT_EQ(b.s.when(seed("0.00", "another")).code(), code::amount_not_positive);
    b.s.given(seed("30000.00", "virement 14"), "2020-02-11", "q");
    b.confirm("p").events();
    b.confirm("q").events();
    EXPECT_EQ(b.s.balance("A").paid, euros("60000.00"));
}

TEST(TakenOver, ACorrectionBooksTheDifferenceOnceConfirmed) {
    Before b;
    b.s.by("first").given(seed("60000.00"), "2020-02-10", "p");
    b.confirm("p").events();
    b.s.by("first").given(corrected("p", seed("6000.00")), "2020-02-12", "c");
    EXPECT_EQ(b.s.balance("A").paid, euros("60000.00")) << "the correction waits";
    EXPECT_EQ(b.confirm("p").code(), code::payee_not_pending) << "the correction has a key of its own";
    EXPECT_EQ(b.confirm("c", "first").code(), code::same_person);
    EXPECT_EQ(b.confirm("c").only<TakeOverConfirmed>().parts.front().amount, euros("-54000.00"));
    EXPECT_EQ(b.s.balance("A").paid, euros("6000.00"));
    EXPECT_EQ(b.s.envelope(2019).paid, euros("6000.00"));
    b.s.by("first").given(corrected("p", seed("0.00")), "2020-02-13", "none");
    b.confirm("none").events();
    EXPECT_EQ(b.s.balance("A").paid, Money());
    EXPECT_EQ(b.orderable_now(), euros("120000.00"));
    EXPECT_EQ(b.s.when(corrected("p", seed("1.00", "another"))).code(), code::correction_subject);
}

}  // namespace
}  // namespace ipep
