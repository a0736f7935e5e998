// Payments: from what is owed to what the bank did, with two people in between.
#include <gmock/gmock.h>

#include "ledger/code.h"
#include "ledger/payment.h"
#include "projections/views.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;
using testing::ElementsAre;

// A groupement A of the CPAM 351 with seed credits of 60 000.00 released, and 2019 settled: 60 000.00 of incentive.
struct Payments : testing::Test {
    Scenario s;
    int made = 0;
    VisaEvidence sound{true, "FR76…985", true, "computed again"};

    Payments() { s.given(rules()).given_group("A").given_year("A", 2019); }

    Drafts order(std::string_view on = "2020-03-01", std::optional<ResultYear> year = {}) {
        return order_payments(
            s.book(), {{"351"}, year, {}}, s.acting(on),
            [](std::string document, Position position) {
                return Voucher{std::move(document), position, "ref", {}};
            },
            [&](const OrderId&) { return "P" + std::to_string(++made); });
    }
    Drafts approve(const OrderId& id, std::string_view on = "2020-03-02") {
        return approve_orders(s.book(), {id}, s.acting(on), [&](const Order&) { return sound; });
    }
    OrderId ordered(std::string_view on = "2020-03-01") {
        return s.by("director").when(order(on)).only<PaymentOrdered>().order;
    }
    OrderId issued(std::string_view on = "2020-03-01") {
        const OrderId id = ordered(on);
        s.by("dcf").when(approve(id, on)).events();
        FileIssued file;
        file.cpam = {"351"};
        file.message = "M";
        file.batch = "B";
        s.when(file_of(s, file, {id}, on)).events();
        return id;
    }
    Outcome bank(const OrderId& id, BankAnswer answer, std::string_view on = "2020-03-05", bool booked = true) {
        return s.when(take_bank_result(s.book(), id, {answer, "S", "R", "f", booked}, day(on)));
    }
    OrderState state(const OrderId& id) { return s.book().find(id)->state; }
    Money orderable_now() { return orderable(s.book().common(), group("A"), *s.book().find(group("A")), kAnyDay); }
};

TEST_F(Payments, AnOrderAGroundNumbersWithoutAGap) {
    s.given(SettleYear{2019, day("2020-02-01")});
    const auto orders = s.by("director").when(order()).all<PaymentOrdered>();
    ASSERT_EQ(orders.size(), 2u);
    EXPECT_EQ(orders[0].order.text, "351-2020-000001");
    EXPECT_EQ(orders[0].ground, Ground::seedCredit);
    EXPECT_EQ(orders[0].amount, euros("60000.00"));
    EXPECT_EQ(orders[1].order.text, "351-2020-000002");
    EXPECT_THAT(orders[1].parts, ElementsAre(OrderPart{"settlement/2019/A/due", 2020, euros("60000.00")}));
    EXPECT_THAT(s.when(order()).events(), testing::IsEmpty()) << "all is ordered";
    EXPECT_EQ(s.envelope(2020).ordered, euros("60000.00"));
    EXPECT_EQ(s.envelope(2019).ordered, euros("60000.00")) << "the tranches belong to the year they were released in";
}

TEST_F(Payments, OnlyTheYearAskedForIsOrdered) {
    s.given(SettleYear{2019, day("2020-02-01")});
    EXPECT_EQ(s.when(order("2020-03-01", 2019)).only<PaymentOrdered>().ground, Ground::incentive);
    EXPECT_EQ(orderable_now(), euros("60000.00"));
}

TEST_F(Payments, NobodyApprovesWhatTheyOrdered) {
    COVERS("CSS D.253-4");
    const OrderId id = ordered();
    EXPECT_EQ(s.by("director").when(approve(id)).code(), code::same_person);
    EXPECT_EQ(s.by("dcf").when(approve(id)).only<OrderApproved>().checks.size(), 10u);
    EXPECT_EQ(s.by("dcf").when(approve(id)).code(), code::order_state);
}

TEST_F(Payments, EachCheckRefusesByItsName) {
    COVERS("CSS D.253-4");
    const OrderId id = ordered();
    const auto refused_for = [&] {
        const Outcome outcome = s.by("dcf").when(approve(id));
        EXPECT_EQ(outcome.code(), code::check_failed);
        return outcome.rejection().arguments.at(1).second;
    };
    sound.account_checks = false;
    EXPECT_EQ(refused_for(), "account");
    sound.account_checks = true;
    sound.computes_again = false;
    EXPECT_EQ(refused_for(), "debtExact");
    sound.computes_again = true;
    s.given(OppositionNotified{group("A"), "saisie 12"});
    EXPECT_EQ(refused_for(), "opposition");
    s.given(OppositionLifted{group("A"), "saisie 12"});
    s.given(CreditNotified{{"351"}, 2020, euros("59999.99")});
    EXPECT_EQ(refused_for(), "credits");
    s.given(corrected(s.last_key(), CreditNotified{{"351"}, 2020, euros("60000.00")}));
    PayeeChanged change{group("A"), agreed("A").payee, "another bank"};
    s.given(change, "2020-03-01", "change");
    EXPECT_EQ(refused_for(), "agreement");
    const auto confirm = [&] { return confirm_payee(s.book(), group("A"), {"change"}, s.acting("2020-03-01")); };
    EXPECT_EQ(s.by("dcf").when(confirm()).code(), code::same_person);
    s.by("other").when(confirm()).events();
    EXPECT_EQ(refused_for(), "agreement") << "the payee is not the one it was ordered for";
    s.by("director").when(cancel_order(s.book(), id, "payee changed", s.acting("2020-03-02"))).events();
    const auto again = s.when(order("2020-03-02")).only<PaymentOrdered>();
    EXPECT_THAT(again.replaces, ElementsAre(id));
    EXPECT_EQ(s.by("dcf").when(approve(again.order)).kinds(), std::vector<std::string>{"orderApproved"});
}

TEST_F(Payments, ARequisitionCoversWhatIsTheDirectorsToCover) {
    COVERS("CSS D.122-6");
    const OrderId id = ordered();
    s.by("dcf").when(suspend_order(s.book(), id, "account does not check", s.acting("2020-03-02"))).events();
    sound.account_checks = false;
    s.by("director").when(requisition_order(s.book(), id, "letter 5", s.acting("2020-03-03"))).events();
    const auto checks = s.by("dcf").when(approve(id, "2020-03-04")).only<OrderApproved>().checks;
    EXPECT_EQ(checks.at(4).result, CheckResult::requisitioned);
}

TEST_F(Payments, ARequisitionIsRefusedWhereTheLawRefusesIt) {
    COVERS("CSS D.122-6");
    OrderId id = ordered();
    EXPECT_EQ(s.by("director").when(requisition_order(s.book(), id, "l", s.acting("2020-03-03"))).code(),
              code::order_state);
    for (const char* ground :
         {"no credits: 2020", "Opposition à tiers détenteur", " Créance contestée", "DECISION SUSPENDUE",
          "CRÉDITS ÉPUISÉS", "Cre\u0301dits insuffisants", "contestedClaim", "suspendedDecision: arrêt du 2 mars"}) {
        s.by("dcf").when(suspend_order(s.book(), id, ground, s.acting("2020-03-02"))).events();
        EXPECT_EQ(s.by("director").when(requisition_order(s.book(), id, "l", s.acting("2020-03-03"))).code(),
                  code::requisition_refused)
            << ground;
        s.when(cancel_order(s.book(), id, "again", s.acting("2020-03-02"))).events();
        id = s.when(order("2020-03-02")).only<PaymentOrdered>().order;
    }
}

TEST_F(Payments, ARequisitionDoesNotPayAnotherThanThePayeeInForce) {
    COVERS("CSS D.122-6");
    const OrderId id = ordered();
    s.by("dcf").when(suspend_order(s.book(), id, "no roadmap", s.acting("2020-03-02"))).events();
    s.by("director").when(requisition_order(s.book(), id, "letter 5", s.acting("2020-03-03"))).events();
    s.given(PayeeChanged{group("A"), agreed("A").payee, "the account was taken over"}, "2020-03-03", "change");
    const auto failed = s.by("dcf").when(approve(id, "2020-03-04")).rejection();
    EXPECT_EQ(failed.code, code::check_failed);
    EXPECT_EQ(failed.arguments.at(1).second, "agreement");
}

TEST_F(Payments, WhatIsStatedInWritingIsWritten) {
    COVERS("CSS D.122-6");
    const OrderId id = ordered();
    for (const std::string& text : {std::string(), std::string("  "), std::string("a\nb"), std::string(4001, 'x')}) {
        EXPECT_EQ(s.by("dcf").when(suspend_order(s.book(), id, text, s.acting("2020-03-02"))).code(),
                  code::text_malformed);
        EXPECT_EQ(s.by("director").when(cancel_order(s.book(), id, text, s.acting("2020-03-02"))).code(),
                  code::text_malformed);
    }
    s.by("dcf").when(suspend_order(s.book(), id, "no roadmap", s.acting("2020-03-02"))).events();
    EXPECT_EQ(s.by("director").when(requisition_order(s.book(), id, "", s.acting("2020-03-02"))).code(),
              code::text_malformed);
}

// A correction would change the account money goes to without the second person.
TEST_F(Payments, AnAgreementsPayeeIsNotCorrected) {
    COVERS("CDC 2019 §10");
    s.given(admitted("B")).given(agreed("B"));
    EXPECT_EQ(s.by("director").when(corrected(s.last_key(), agreed("B"))).code(), code::not_correctable);
}

// A file that was interrupted is written again from the payee's account.
TEST_F(Payments, AnAccountIsNotErasedWhileItsOrdersAreUnderWay) {
    const PersonalDataErased erased{"A", "request 7"};
    const OrderId id = issued();
    EXPECT_EQ(s.when(erased).code(), code::payment_under_way);
    bank(id, BankAnswer::paid).events();
    s.when(erased).events();
}

TEST_F(Payments, PaidOnceWhateverTheBankSaysTwice) {
    const OrderId id = issued();
    bank(id, BankAnswer::accepted, "2020-03-03", false).events();
    EXPECT_THAT(bank(id, BankAnswer::accepted, "2020-03-03", false).events(), testing::IsEmpty());
    EXPECT_EQ(bank(id, BankAnswer::paid, "2020-03-04", false).kinds(), std::vector<std::string>{"orderPaid"});
    EXPECT_EQ(bank(id, BankAnswer::paid).kinds(), std::vector<std::string>{"orderBooked"});
    EXPECT_THAT(bank(id, BankAnswer::paid).events(), testing::IsEmpty());
    EXPECT_EQ(bank(id, BankAnswer::rejected).kinds(), std::vector<std::string>{"orderTold"});
    EXPECT_EQ(s.balance("A").paid, euros("60000.00"));
    EXPECT_EQ(orderable_now(), Money());
}

TEST_F(Payments, AReturnReopensTheDebtAndTheNextOrderNamesIt) {
    const OrderId id = issued();
    bank(id, BankAnswer::paid).events();
    EXPECT_EQ(s.envelope(2019).paid, euros("60000.00"));
    bank(id, BankAnswer::returned, "2020-03-09").events();
    EXPECT_EQ(s.balance("A").owed(), euros("60000.00"));
    EXPECT_EQ(s.envelope(2019).paid, Money());
    const auto again = s.by("director").when(order("2020-03-10")).only<PaymentOrdered>();
    EXPECT_EQ(again.order.text, "351-2020-000002");
    EXPECT_THAT(again.replaces, ElementsAre(id));
}

TEST_F(Payments, ARejectionFreesTheAmount) {
    const OrderId id = issued();
    bank(id, BankAnswer::rejected).events();
    EXPECT_EQ(orderable_now(), euros("60000.00"));
    EXPECT_EQ(s.book().find(CpamId{"351"})->engaged.at(2020), Money());
}

TEST_F(Payments, AnOverpaymentIsSetOffAgainstWhatFallsDueNext) {
    COVERS("CDC 2019 §11");
    const OrderId id = issued();
    bank(id, BankAnswer::paid).events();
    // The assessment falls to 20 000 patients less: 30 000.00 granted, so 30 000.00 were overpaid.
    s.given(corrected("4", assessed("A", 0, "-0.2")), "2020-04-01");
    EXPECT_EQ(s.balance("A").overpaid(), euros("30000.00"));
    EXPECT_THAT(s.by("director").when(order("2020-05-01")).events(), testing::IsEmpty());
    s.given(corrected("spending-A-2019", spending("A", 2019, "1000", "1100")));
    s.given(SettleYear{2019, day("2020-06-01")});
    const Money due = s.balance("A").due;
    EXPECT_EQ(due, euros("100000.00")) << "the national cap";
    const auto next = s.when(order("2020-07-01")).only<PaymentOrdered>();
    EXPECT_EQ(next.amount, due - euros("30000.00"));
    ASSERT_EQ(next.parts.size(), 2u);
    EXPECT_EQ(next.parts[1], (OrderPart{"seedCredit/A", 2019, euros("-30000.00")}));
}

TEST_F(Payments, RefundsAndWriteOffsCloseAnOverpayment) {
    const OrderId id = issued();
    bank(id, BankAnswer::paid).events();
    s.given(corrected("4", assessed("A", 0, "-0.2")), "2020-04-01");
    s.given(RefundReceived{group("A"), euros("10000.00"), "virement 7"}, "2020-04-02", "refund");
    EXPECT_EQ(s.balance("A").overpaid(), euros("20000.00"));
    s.given(corrected("refund", RefundReceived{group("A"), euros("12000.00"), "virement 7"}), "2020-04-03");
    EXPECT_EQ(s.balance("A").overpaid(), euros("18000.00"));
    EXPECT_EQ(s.when(OverpaymentWriteOffDecided{group("A"), euros("18000.01"), "d 1"}).code(),
              code::write_off_above_overpaid);
    s.given(OverpaymentWriteOffDecided{group("A"), euros("18000.00"), "d 1"});
    EXPECT_EQ(s.balance("A").net(), Money());
    EXPECT_EQ(orderable_now(), Money());
}

TEST_F(Payments, WithRolesARevisionIsOrderedOnceASecondPersonValidatedIt) {
    s.given(RoleGranted{{"root"}, Role::admin, {}, {}});
    s.by("root").given(RoleGranted{{"anne"}, Role::cnam, {}, {}}).given(RoleGranted{{"bob"}, Role::cnam, {}, {}});
    s.given(RoleGranted{{"dir"}, Role::director, CpamId{"351"}, {}});
    s.by("anne").given(SettleYear{2019, day("2020-02-01")});
    EXPECT_EQ(orderable_now(), euros("60000.00")) << "the seed credit alone";
    const auto validate = [&] { return validate_settlement(s.book(), 2019, s.acting("2020-02-02")); };
    EXPECT_EQ(s.when(validate()).code(), code::same_person);
    EXPECT_EQ(s.by("dir").when(validate()).code(), code::not_allowed);
    s.by("bob").when(validate()).events();
    EXPECT_EQ(s.when(validate()).code(), code::revision_validated);
    const auto refuse = refuse_settlement(s.book(), 2019, "why", s.acting("2020-02-02"));
    EXPECT_EQ(s.when(refuse).code(), code::revision_validated);
    EXPECT_EQ(orderable_now(), euros("120000.00"));
    EXPECT_EQ(s.by("bob").when(order()).code(), code::not_allowed);
    EXPECT_EQ(s.by("dir").when(order()).events().size(), 2u);
}

TEST_F(Payments, WhoDoesNotValidateSaysWhyAndMayValidateAfterAll) {
    s.by("anne").given(SettleYear{2019, day("2020-02-01")});
    const auto refuse = [&](const std::string& reason) {
        return refuse_settlement(s.book(), 2019, reason, s.acting("2020-02-02"));
    };
    const auto settled = [&] { return s.book().common().settled.at(2019); };
    EXPECT_EQ(s.when(refuse("why")).code(), code::same_person);
    EXPECT_EQ(s.by("bob").when(refuse(" ")).code(), code::text_malformed);
    EXPECT_EQ(s.when(refuse_settlement(s.book(), 2020, "why", s.acting("2020-02-02"))).code(), code::settlement_absent);
    EXPECT_EQ(s.when(refuse("2018 is counted twice")).only<SettlementRefused>().revision, 1);
    EXPECT_TRUE(settled().is_refused());
    EXPECT_EQ(settled().refusedFor, "2018 is counted twice");
    EXPECT_EQ(settled().refusedBy, PersonId{"bob"});
    EXPECT_EQ(s.by("carl").when(refuse("again")).code(), code::revision_refused);
    s.when(validate_settlement(s.book(), 2019, s.acting("2020-02-03"))).events();
    EXPECT_FALSE(settled().is_refused());
}

TEST_F(Payments, ANewRevisionIsRefusedByNobody) {
    s.by("anne").given(SettleYear{2019, day("2020-02-01")});
    s.by("bob").when(refuse_settlement(s.book(), 2019, "why", s.acting("2020-02-02"))).events();
    const auto counted = std::ranges::find_if(
        s.history(), [](const Event& event) { return std::holds_alternative<PatientsCounted>(event.body); });
    s.by("anne").given(corrected(counted->key->text, patients("A", 2019, 20'000)), "2020-02-03");
    s.given(SettleYear{2019, day("2020-02-04")});
    EXPECT_EQ(s.book().common().settled.at(2019).revision, 2);
    EXPECT_FALSE(s.book().common().settled.at(2019).is_refused());
}

TEST_F(Payments, DirectorAndDcfAreNeverOnePerson) {
    COVERS("CSS D.253-4");
    EXPECT_EQ(s.when(RoleGranted{{"x"}, Role::cnam, {}, {}}).code(), code::first_role_admin);
    s.given(RoleGranted{{"root"}, Role::admin, {}, {}}).by("root");
    s.given(RoleGranted{{"x"}, Role::director, CpamId{"351"}, {}});
    s.given(RoleRevoked{{"x"}, Role::director, CpamId{"351"}});
    EXPECT_EQ(s.when(RoleGranted{{"x"}, Role::dcf, CpamId{"351"}, {}}).code(), code::role_excluded)
        << "not even one after the other";
    EXPECT_EQ(s.when(RoleGranted{{"x"}, Role::dcf, {}, {}}).code(), code::role_excluded);
    EXPECT_EQ(s.when(RoleRevoked{{"x"}, Role::director, CpamId{"351"}}).code(), code::role_not_held);
    EXPECT_EQ(s.when(RoleRevoked{{"root"}, Role::admin, {}}).code(), code::last_admin);
    EXPECT_EQ(s.by("x").when(RoleGranted{{"y"}, Role::cnam, {}, {}}).code(), code::not_allowed);
}

TEST_F(Payments, ARoleOfAGroupementNamesItAndGivesNoRight) {
    const RoleGranted own{{"gil"}, Role::groupement, {}, {}, group("A")};
    EXPECT_EQ(s.when(own).code(), code::first_role_admin);
    s.given(RoleGranted{{"root"}, Role::admin, {}, {}}).by("root");
    EXPECT_EQ(s.when(RoleGranted{{"gil"}, Role::groupement, {}, {}}).code(), code::role_groupement);
    EXPECT_EQ(s.when(RoleGranted{{"gil"}, Role::groupement, CpamId{"351"}, {}, group("A")}).code(),
              code::role_groupement);
    EXPECT_EQ(s.when(RoleGranted{{"gil"}, Role::groupement, {}, euros("1.00"), group("A")}).code(),
              code::role_groupement);
    EXPECT_EQ(s.when(RoleGranted{{"gil"}, Role::dcf, CpamId{"351"}, {}, group("A")}).code(), code::role_groupement);
    EXPECT_EQ(s.when(RoleGranted{{"gil"}, Role::groupement, {}, {}, group("Z")}).code(), code::unknown_groupement);
    s.given(own);
    EXPECT_EQ(s.when(own).code(), code::duplicate_fact);
    for (const Right right : {Right::record_results, Right::record_agreements, Right::order, Right::pay,
                              Right::read_amounts, Right::read_payees, Right::verify, Right::administer})
        EXPECT_FALSE(may(s.book().common(), {"gil"}, right, {"351"}));
    EXPECT_EQ(s.when(RoleRevoked{{"gil"}, Role::groupement, {}}).code(), code::role_not_held);
    s.given(RoleRevoked{{"gil"}, Role::groupement, {}, group("A")});
    EXPECT_FALSE(has_role(s.book().common(), {"gil"}));
}

TEST_F(Payments, ACeilingIsOfOneOrder) {
    s.given(RoleGranted{{"root"}, Role::admin, {}, {}}).by("root");
    s.given(RoleGranted{{"dir"}, Role::director, CpamId{"351"}, euros("59999.99")});
    EXPECT_EQ(s.by("dir").when(order()).code(), code::above_ceiling);
}

TEST_F(Payments, MonthsCloseInOrderAndAcceptNothingMore) {
    const auto close = [&](const char* month, const char* on) {
        return s.when(close_month(s.book(), {"351"}, day(month), s.acting(on)));
    };
    EXPECT_EQ(close("2019-10-01", "2020-01-01").code(), code::month_not_oldest) << "tranches began in 2019-09";
    EXPECT_EQ(close("2019-09-01", "2019-09-30").code(), code::month_not_over);
    close("2019-09-01", "2019-10-01").events();
    EXPECT_EQ(s.when(order("2019-09-30")).code(), code::month_closed);
    EXPECT_EQ(s.when(order("2019-10-01")).events().size(), 1u);
    EXPECT_EQ(close("2019-09-01", "2020-01-01").code(), code::month_not_oldest);
}

TEST_F(Payments, AccrualsRefundsAndCreditsAreJudged) {
    EXPECT_EQ(s.when(AccrualEstimated{2018, group("A"), euros("1.00")}).code(), code::unknown_year);
    const auto booked = s.when(AccrualEstimated{2019, group("A"), euros("1.00")}).only<AccrualBooked>();
    EXPECT_EQ(booked.difference, euros("1.00"));
    EXPECT_EQ(s.when(AccrualEstimated{2019, group("A"), euros("2.00")}).code(), code::duplicate_fact);
    EXPECT_EQ(s.when(RefundReceived{group("A"), Money(), "r"}).code(), code::amount_not_positive);
    EXPECT_EQ(s.when(CreditNotified{{"999"}, 2020, euros("1.00")}).code(), code::unknown_cpam);
    EXPECT_EQ(s.when(OppositionLifted{group("A"), "none"}).code(), code::opposition_unknown);
    EXPECT_EQ(s.when(roadmap("A"), "2019-09-01", "bank:1").code(), code::key_reserved);
}

}  // namespace
}  // namespace ipep
