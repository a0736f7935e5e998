// Nobody alone makes money move: days that have come, refunds that were seen, payees that are there, one name a person.
#include <gmock/gmock.h>

#include <chrono>
#include <random>

#include "ledger/alike.h"
#include "ledger/code.h"
#include "ledger/judge_again.h"
#include "ledger/payment.h"
#include "projections/views.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;
using testing::ElementsAre;
using testing::IsEmpty;

const CpamId kCpam{"351"};

// A groupement A of the CPAM 351 with seed credits of 60 000.00 released in September 2019.
struct Alone : testing::Test {
    Scenario s;
    int made = 0;
    VisaEvidence sound{true, "FR76…985", true, "computed again"};

    Alone() { s.given(rules()).given_group("A").given_year("A", 2019); }

    Drafts order(const Acting& by, std::optional<ResultYear> year = {}) {
        s.by(by.person.text);
        return order_payments(
            s.book(), {kCpam, year, {}}, by,
            [](std::string document, Position position) {
                return Voucher{std::move(document), position, "ref", {}};
            },
            [&](const OrderId&) { return "P" + std::to_string(++made); });
    }
    Drafts order(std::string_view on = "2020-03-01") { return order({{"director"}, day(on), day(on)}); }
    OrderId ordered(std::string_view on = "2020-03-01") { return s.when(order(on)).all<PaymentOrdered>().back().order; }
    Drafts approve(const OrderId& id, const Acting& by) {
        s.by(by.person.text);
        return approve_orders(s.book(), {id}, by, [&](const Order&) { return sound; });
    }
    Drafts approve(const OrderId& id, std::string_view on = "2020-03-02", std::string person = "dcf") {
        return approve(id, {{std::move(person)}, day(on), day(on)});
    }
    Outcome issue(const std::vector<OrderId>& ids, std::string_view on = "2020-03-03") {
        FileIssued file;
        file.cpam = kCpam;
        file.message = "M" + std::to_string(++made);
        file.batch = "B" + std::to_string(made);
        return s.by("dcf").when(file_of(s, file, ids, on));
    }
    void paid(const OrderId& id) {
        s.when(approve(id)).events();
        issue({id}).events();
        s.when(take_bank_result(s.book(), id, {BankAnswer::paid, "S", "R", "f", true}, day("2020-03-05"))).events();
    }
    std::string failed(Drafts drafts) {
        const Outcome outcome = s.when(std::move(drafts));
        const Rejection rejection = outcome.rejection();
        EXPECT_EQ(rejection.code, code::check_failed);
        return rejection.arguments.size() > 1 ? rejection.arguments[1].second : "";
    }
    // Each event of the history follows from the state before it, once more.
    void judge_all_again() {
        Views before;
        for (const Event& event : s.history()) {
            const auto again = judge_again(before.book(), orders_known(before.orders()), event);
            ASSERT_TRUE(again) << "position " << event.position << ": " << again.error().sentence();
            if (*again) {
                EXPECT_EQ(shown(**again), shown(event.body));
            }
            before.fold(event);
        }
    }
    // A line of 500 000.00 on the CPAM's account that no order explains.
    void seen(std::string reference, Money amount) {
        BankLineUnmatched line;
        line.cpam = kCpam;
        line.sha256 = "f";
        line.reference = std::move(reference);
        line.amount = amount;
        s.when(Drafts{{{day("2020-04-01"), {}, {}, line}}}).events();
    }
};

TEST_F(Alone, NoActHasADayThatHasNotCome) {
    const Acting early{{"director"}, day("2999-03-01"), day("2020-03-01")};
    const auto refused = [&](Drafts drafts) { return s.when(std::move(drafts)).code(); };
    EXPECT_EQ(refused(order(early)), code::day_after_today);
    const OrderId id = ordered();
    const Acting dcf{{"dcf"}, day("2020-03-02"), day("2020-03-01")};
    EXPECT_EQ(refused(approve(id, dcf)), code::day_after_today);
    EXPECT_EQ(refused(suspend_order(s.book(), id, "g", dcf)), code::day_after_today);
    EXPECT_EQ(refused(cancel_order(s.book(), id, "r", early)), code::day_after_today);
    EXPECT_EQ(refused(close_month(s.book(), kCpam, day("2019-09-01"), dcf)), code::day_after_today);
    EXPECT_EQ(begin_file(s.book(), kCpam, dcf).error().code, code::day_after_today);
    s.when(suspend_order(s.book(), id, "g", s.acting("2020-03-01"))).events();
    EXPECT_EQ(refused(requisition_order(s.book(), id, "d", early)), code::day_after_today);
    s.by("tester").given(SettleYear{2019, day("2020-02-01")}).by("other");
    EXPECT_EQ(refused(validate_settlement(s.book(), 2019, dcf)), code::day_after_today);
    s.given(PayeeChanged{group("A"), agreed("A").payee, "moved"}, "2020-03-01", "moved");
    EXPECT_EQ(refused(confirm_payee(s.book(), group("A"), {"moved"}, dcf)), code::day_after_today);
}

// From before days were bound an order may stand at a day that has not come: it goes on from today.
TEST_F(Alone, AnOrderOfADayThatHasNotComeGoesOn) {
    const OrderId id = s.when(order({{"director"}, day("2999-03-01"), day("2999-03-01")})).only<PaymentOrdered>().order;
    EXPECT_EQ(s.when(approve(id, "2020-03-02")).kinds(), std::vector<std::string>{"orderApproved"});
}

TEST_F(Alone, WhatFallsDueLaterIsNotOrderedBefore) {
    s.given(SettleYear{2019, day("2020-02-01")});
    EXPECT_THAT(s.when(order("2019-08-31")).events(), IsEmpty());
    EXPECT_THAT(s.when(order("2020-01-31")).only<PaymentOrdered>().parts,
                ElementsAre(OrderPart{"seedCredit/A", 2019, euros("60000.00")}));
    EXPECT_EQ(s.when(order("2020-02-01")).only<PaymentOrdered>().ground, Ground::incentive);
    s.given(admitted("B")).given(agreed("B")).given(assessed("B"));
    s.given(roadmap("B"), "2999-01-01");
    const auto of_b = s.when(order("2020-02-01")).only<PaymentOrdered>();
    EXPECT_LT(of_b.amount, euros("60000.00")) << "the first tranche alone";
    EXPECT_THAT(s.when(order("2998-12-31")).events(), IsEmpty());
    EXPECT_EQ(s.when(order("2999-01-01")).only<PaymentOrdered>().amount, euros("60000.00") - of_b.amount);
}

TEST_F(Alone, NothingIsOrderedForAPayeeBeforeItsDay) {
    s.given(SettleYear{2019, day("2020-02-01")});
    s.given(admitted("B")).given(assessed("B")).given(agreed("B"), "2020-06-01");
    for (const auto& one : s.when(order("2020-05-31")).all<PaymentOrdered>()) EXPECT_EQ(one.groupement, group("A"));
    EXPECT_EQ(s.when(order("2020-06-01")).only<PaymentOrdered>().groupement, group("B"));
    s.by("director").given(PayeeChanged{group("B"), agreed("B").payee, "moved"}, "2020-07-01", "moved");
    const auto confirm = [&](const char* on) {
        s.by("dcf");
        return s.when(confirm_payee(s.book(), group("B"), {"moved"}, s.acting(on)));
    };
    EXPECT_EQ(confirm("2020-06-30").code(), code::day_out_of_order);
    confirm("2020-07-01").events();
}

TEST_F(Alone, AVisaEngagesTheCreditsOfTheYearOfItsDay) {
    s.by("cnam").given(CreditNotified{kCpam, 2019, euros("60000.00")});
    s.given(CreditNotified{kCpam, 2020, euros("59999.99")});
    const OrderId id = ordered("2019-12-30");
    EXPECT_EQ(failed(approve(id, "2020-01-02")), "credits");
    const Acting back{{"dcf"}, day("2019-12-31"), day("2020-01-02")};
    EXPECT_EQ(failed(approve(id, back)), "credits") << "the year is over, and the next one's credits are known";
    s.when(approve(id, "2019-12-31")).events();
    EXPECT_EQ(s.book().find(kCpam)->engaged.at(2019), euros("60000.00"));
    s.by("director").when(cancel_order(s.book(), id, "late", s.acting("2020-01-03"))).events();
    EXPECT_EQ(s.book().find(kCpam)->engaged.at(2019), Money());
}

TEST_F(Alone, CreditsCountFromTheirDayOn) {
    s.by("cnam").given(CreditNotified{kCpam, 2020, euros("60000.00")}, "2020-03-03");
    const OrderId id = ordered();
    EXPECT_EQ(failed(approve(id, "2020-03-02")), "credits");
    s.when(approve(id, "2020-03-03")).events();
}

TEST_F(Alone, ARefundIsWhatIsOverpaidOrALineOfTheBankOnce) {
    COVERS("CDC 2019 §11");
    const RefundReceived much{group("A"), euros("500000.00"), "VIR 7"};
    EXPECT_EQ(s.by("dcf").when(much).code(), code::refund_above_overpaid);
    seen("VIR 7", euros("499999.99"));
    EXPECT_EQ(s.when(much).code(), code::refund_above_overpaid) << "it brought less";
    seen("VIR 7", euros("500000.00"));
    s.given(much, "2020-04-02", "refund");
    EXPECT_EQ(s.balance("A").net(), euros("560000.00"));
    EXPECT_EQ(s.when(corrected("refund", RefundReceived{group("A"), euros("500000.01"), "VIR 7"})).code(),
              code::refund_above_overpaid);
    s.given(corrected("refund", RefundReceived{group("A"), euros("499999.00"), "VIR 7"}));
    s.given(admitted("B")).given(agreed("B"));
    EXPECT_EQ(s.when(RefundReceived{group("B"), euros("500000.00"), "VIR 7"}).code(), code::refund_above_overpaid)
        << "the line is another refund's";
}

TEST_F(Alone, WhoRecordedARefundNobodySawApprovesNoOrderOfTheGroup) {
    COVERS("CSS D.253-4");
    paid(ordered());
    s.by("cnam").given(corrected("4", assessed("A", 0, "-0.2")), "2020-04-01");
    s.by("dcf").given(RefundReceived{group("A"), euros("30000.00"), "VIR 8"}, "2020-04-02", "refund");
    s.by("cnam").given(SettleYear{2019, day("2020-04-03")});
    const OrderId id = ordered("2020-05-01");
    EXPECT_EQ(s.when(approve(id, "2020-05-02")).code(), code::same_person);
    EXPECT_EQ(s.when(approve(id, "2020-05-02", "DCF")).code(), code::same_person) << "one person under two names";
    Scenario& other = s.by("second");
    EXPECT_EQ(other.when(approve(id, "2020-05-02", "second")).kinds(), std::vector<std::string>{"orderApproved"});
}

TEST_F(Alone, ARefundIsAVoucherOfTheOrderThatPaysItBack) {
    seen("VIR 7", euros("5000.00"));
    s.by("clerk").given(RefundReceived{group("A"), euros("5000.00"), "VIR 7"}, "2020-04-02");
    const Position refund = s.history().size() - 1;
    const auto orders = s.when(order("2020-05-01")).all<PaymentOrdered>();
    const auto& owed_back = orders.back();
    EXPECT_THAT(owed_back.parts, ElementsAre(OrderPart{"overpayment/A", 2020, euros("5000.00")}));
    EXPECT_THAT(owed_back.vouchers, testing::Contains(testing::AllOf(testing::Field(&Voucher::document, "refund"),
                                                                     testing::Field(&Voucher::position, refund))));
}

TEST_F(Alone, WhoRecordedARefundApprovesNoOrderThatPaysItBackWhateverLineShowsIt) {
    COVERS("CSS D.253-4");
    paid(ordered());
    seen("VIR 7", euros("5000.00"));
    s.by("dcf").given(RefundReceived{group("A"), euros("5000.00"), "VIR 7"}, "2020-04-02");
    const OrderId id = ordered("2020-05-01");
    EXPECT_THAT(s.book().find(id)->ordered.parts, ElementsAre(OrderPart{"overpayment/A", 2020, euros("5000.00")}));
    EXPECT_EQ(s.when(approve(id, "2020-05-02", "dcf")).code(), code::same_person);
    Scenario& other = s.by("second");
    EXPECT_EQ(other.when(approve(id, "2020-05-02", "second")).kinds(), std::vector<std::string>{"orderApproved"});
}

TEST_F(Alone, AnErasedPayeeIsNotPaidWhateverTheDirectorOrders) {
    COVERS("CSS D.122-6");
    s.given(PersonalDataErased{"A", "request 7"});
    const OrderId id = ordered();
    s.by("dcf").when(suspend_order(s.book(), id, "no account", s.acting("2020-03-02"))).events();
    s.by("director").when(requisition_order(s.book(), id, "letter 5", s.acting("2020-03-02"))).events();
    sound.account_checks = false;
    EXPECT_EQ(failed(approve(id)), "agreement");
}

TEST_F(Alone, WhatNoFileCanCarryIsNotRequisitioned) {
    COVERS("CSS D.122-6");
    const OrderId id = ordered();
    s.by("dcf").when(suspend_order(s.book(), id, "no account", s.acting("2020-03-02"))).events();
    s.by("director").when(requisition_order(s.book(), id, "letter 5", s.acting("2020-03-02"))).events();
    sound.account_checks = sound.can_be_sent = false;
    EXPECT_EQ(failed(approve(id)), "account");
}

TEST_F(Alone, AnOrderThatFailsItsLastCheckStaysBehindAndTheOthersGo) {
    s.given_group("B");
    const auto orders = s.when(order()).all<PaymentOrdered>();
    ASSERT_EQ(orders.size(), 2u);
    for (const PaymentOrdered& one : orders) s.when(approve(one.order)).events();
    s.by("dcf").given(OppositionNotified{group("A"), "saisie 12"});
    FileIssued file;
    file.cpam = kCpam;
    file.message = "M";
    file.batch = "B";
    EXPECT_EQ(count_in(file, s.book(), orders[0].order, s.acting("2020-03-03")).error().code, code::check_failed);
    issue({orders[1].order}).events();
    judge_all_again();
}

TEST_F(Alone, WhatCameBackTooMuchIsOfAPaymentYearAndOfNoResultYear) {
    s.by("anne").given(SettleYear{2019, day("2020-02-01")});
    seen("VIR 7", euros("5000.00"));
    s.by("dcf").given(RefundReceived{group("A"), euros("5000.00"), "VIR 7"}, "2020-04-02");
    const auto of_year = s.when(order({{"director"}, day("2020-05-01"), day("2020-05-01")}, 2019));
    ASSERT_EQ(of_year.only<PaymentOrdered>().parts.size(), 1u);
    EXPECT_EQ(of_year.only<PaymentOrdered>().parts[0].of, "settlement/2019/A/due");
    judge_all_again();
}

TEST(Likenesses, ArePerFamilyOfSigns) {
    for (const auto& [one, other] : {std::pair{"martin", "MARTIN"},
                                     {"G01", "g01"},
                                     {"G01", "GO1"},
                                     {"G01", "Gol"},
                                     {"j.dupont", "j-dupont"},
                                     {"j_dupont", "J.DUPONT"},
                                     {"dcf1", "dcfI"}})
        EXPECT_EQ(likeness(one), likeness(other)) << one << ' ' << other;
    for (const auto& [one, other] : {std::pair{"G01", "G02"}, {"martin", "marten"}, {"a-b", "ab"}, {"cnam1", "cnam2"}})
        EXPECT_NE(likeness(one), likeness(other)) << one << ' ' << other;
}

TEST_F(Alone, OneNameAPersonAndAGroupement) {
    EXPECT_EQ(s.when(admitted("a")).code(), code::identifier_alike);
    GroupementAdmitted b = admitted("B");
    b.cpam = {"35I"};
    EXPECT_EQ(s.when(b).code(), code::identifier_alike) << "the CPAM";
    s.given(RoleGranted{{"root"}, Role::admin, {}, {}}).by("root");
    s.given(RoleGranted{{"martin"}, Role::director, kCpam, {}});
    EXPECT_EQ(s.when(RoleGranted{{"Martin"}, Role::dcf, kCpam, {}}).code(), code::identifier_alike);
    EXPECT_EQ(s.when(RoleGranted{{"mart1n"}, Role::cnam, {}, {}}).code(), code::identifier_alike);
}

TEST_F(Alone, ADirectorIsNamedBeforeTheCpamHasAGroupement) {
    s.given(RoleGranted{{"root"}, Role::admin, {}, {}}).by("root");
    EXPECT_EQ(s.when(RoleGranted{{"martin"}, Role::director, CpamId{"999"}, {}}).events().size(), 1u);
}

TEST_F(Alone, TwoNamesThatLookAlikeAreOnePersonInEveryPair) {
    COVERS("CSS D.253-4");
    const OrderId id = ordered();
    EXPECT_EQ(s.when(approve(id, "2020-03-02", "DIRECTOR")).code(), code::same_person);
    EXPECT_EQ(s.when(approve(id, "2020-03-02", "d1rector")).code(), code::same_person);
    s.by("anne").given(SettleYear{2019, day("2020-02-01")});
    s.by("Anne");
    EXPECT_EQ(s.when(validate_settlement(s.book(), 2019, s.acting("2020-02-02"))).code(), code::same_person);
    s.by("anne").given(PayeeChanged{group("A"), agreed("A").payee, "moved"}, "2020-03-01", "moved");
    s.by("ANNE");
    EXPECT_EQ(s.when(confirm_payee(s.book(), group("A"), {"moved"}, s.acting("2020-03-01"))).code(), code::same_person);
}

TEST_F(Alone, OnceThereAreTwoAdminsAGrantTakesBoth) {
    s.given(RoleGranted{{"root"}, Role::admin, {}, {}}).by("root");
    s.given(RoleGranted{{"anne"}, Role::cnam, {}, {}});
    s.given(RoleGranted{{"second"}, Role::admin, {}, {}});
    s.given(RoleGranted{{"bob"}, Role::cnam, {}, {}}, "2020-03-01", "bob");
    EXPECT_FALSE(has_role(s.book().common(), {"bob"}));
    EXPECT_EQ(s.when(RoleGranted{{"bob"}, Role::cnam, {}, {}}).code(), code::duplicate_fact);
    const auto confirm = [&](const char* person) {
        s.by(person);
        return s.when(confirm_role(s.book(), {"bob"}, s.acting("2020-03-02")));
    };
    EXPECT_EQ(confirm("root").code(), code::same_person);
    EXPECT_EQ(confirm("anne").code(), code::not_allowed);
    EXPECT_EQ(confirm("second").kinds(), std::vector<std::string>{"roleConfirmed"});
    EXPECT_TRUE(has_role(s.book().common(), {"bob"}));
    EXPECT_EQ(confirm("second").code(), code::payee_not_pending);
    EXPECT_EQ(s.by("root").when(RoleRevoked{{"second"}, Role::admin, {}}).code(), code::same_person);
    s.by("second").given(RoleRevoked{{"second"}, Role::admin, {}});
    s.by("root").given(RoleGranted{{"cyd"}, Role::cnam, {}, {}});
    EXPECT_TRUE(has_role(s.book().common(), {"cyd"})) << "one admin is left";
}

}  // namespace
}  // namespace ipep
