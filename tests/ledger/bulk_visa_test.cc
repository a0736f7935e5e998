// The visa over many orders at once, and over an account that a bank rejected.
#include <gmock/gmock.h>

#include "ledger/code.h"
#include "ledger/payment.h"
#include "tests/scenario.h"

namespace ipep {
namespace {

using namespace sample;
using testing::ElementsAre;

// Groupements A, B and C of the CPAM 351, each with seed credits of 60 000.00 released.
struct BulkVisa : testing::Test {
    Scenario s;
    int made = 0;
    VisaEvidence sound{true, "FR76…985", true, "computed again"};

    BulkVisa() {
        s.given(rules());
        for (const char* id : {"A", "B", "C"}) s.given_group(id);
    }

    Drafts order(std::string_view on, OrderPayments command = {{"351"}, {}, {}}) {
        return order_payments(
            s.book(), command, s.acting(on),
            [](std::string document, Position position) {
                return Voucher{std::move(document), position, "ref", {}};
            },
            [&](const OrderId&) { return "P" + std::to_string(++made); });
    }
    // 2019 settled: an incentive is due to each.
    void settle() {
        for (const char* id : {"A", "B", "C"}) s.given_year(id, 2019);
        s.given(SettleYear{2019, day("2020-02-01")});
    }
    std::vector<OrderId> ordered(std::string_view on = "2020-03-01") {
        std::vector<OrderId> ids;
        for (const auto& one : s.by("director").when(order(on)).all<PaymentOrdered>()) ids.push_back(one.order);
        return ids;
    }
    std::vector<Examined> examined(const std::vector<OrderId>& ids) {
        s.by("dcf");
        return examine_orders(s.book(), ids, s.acting("2020-03-02"), [&](const Order&) { return sound; });
    }
    Drafts approve(const std::vector<OrderId>& ids, std::string_view on, int bounds = kBounds) {
        Acting by = s.by("dcf").acting(on);
        by.bounds = bounds;
        return approve_orders(s.book(), ids, by, [&](const Order&) { return sound; });
    }
    // The order of A goes out, and the bank answers so.
    void answered(const OrderId& id, BankAnswer answer, const std::string& status) {
        s.by("dcf").when(approve({id}, "2020-03-02")).events();
        FileIssued file;
        file.cpam = {"351"};
        file.message = "M" + id.text;
        file.batch = "B";
        s.when(file_of(s, file, {id}, "2020-03-02")).events();
        if (answer == BankAnswer::returned)
            s.when(take_bank_result(s.book(), id, {BankAnswer::paid, "ACSC", "R", "f", true}, day("2020-03-03")))
                .events();
        s.when(take_bank_result(s.book(), id, {answer, status, "R", "g", true}, day("2020-03-04"))).events();
    }
    OrderId again(std::string_view on) {
        return s.by("director").when(order(on, {{"351"}, {}, group("A")})).only<PaymentOrdered>().order;
    }
};

TEST_F(BulkVisa, EachOrderIsExaminedBehindThoseThatPassBeforeIt) {
    COVERS("CSS D.253-4");
    const auto ids = ordered();
    ASSERT_EQ(ids.size(), 3u);
    s.given(OppositionNotified{group("B"), "saisie 12"});
    s.given(CreditNotified{{"351"}, 2020, euros("120000.00")});
    EXPECT_FALSE(examined(ids).at(2).refused) << "what does not pass before it takes no credits";
    s.given(corrected(s.last_key(), CreditNotified{{"351"}, 2020, euros("119999.99")}));
    const auto found = examined({ids[0], ids[1], ids[0], ids[2], {"351-2020-000009"}});
    ASSERT_EQ(found.size(), 4u) << "each once";
    EXPECT_FALSE(found[0].refused);
    EXPECT_EQ(found[0].checks.size(), 10u);
    EXPECT_EQ(found[1].refused->arguments.at(1).second, "opposition");
    EXPECT_EQ(found[2].refused->arguments.at(1).second, "credits") << "one cent short behind the first";
    EXPECT_EQ(found[3].refused->code, code::unknown_order);
    EXPECT_TRUE(found[3].checks.empty());
}

TEST_F(BulkVisa, WhatTheOrdererExaminesIsRefusedWithItsChecks) {
    const auto ids = ordered();
    s.by("director");
    const auto found = examine_orders(s.book(), ids, s.acting("2020-03-02"), [&](const Order&) { return sound; });
    EXPECT_EQ(found[0].refused->code, code::same_person);
    EXPECT_EQ(found[0].checks.at(2).result, CheckResult::failed);
}

TEST_F(BulkVisa, ChecksAheadAreThoseTheOrderWillMeet) {
    s.given(OppositionNotified{group("B"), "saisie 12"});
    s.by("director");
    const auto drafts = order("2020-03-01");
    ASSERT_TRUE(drafts);
    std::vector<std::string> failing;
    for (const Draft& draft : *drafts) {
        const auto& would = std::get<PaymentOrdered>(draft.body);
        const auto checks = checks_ahead(s.book(), would, s.acting("2020-03-01"), sound);
        EXPECT_EQ(checks.size(), 9u) << "the two persons are not known yet";
        for (const VisaCheck& one : checks)
            if (one.result == CheckResult::failed)
                failing.push_back(would.groupement.text + ' ' + boost::describe::enum_to_string(one.check, ""));
    }
    EXPECT_THAT(failing, ElementsAre("B opposition"));
}

TEST_F(BulkVisa, WhatIsOrderedMayBeOfOneGroupementAndOfOnePaymentYear) {
    settle();
    s.by("director");
    const auto of_a = order("2020-03-01", {{"351"}, {}, group("A")});
    ASSERT_EQ(of_a->size(), 2u);
    const auto of_2020 = order("2020-03-01", {{"351"}, {}, {}, 2020});
    ASSERT_EQ(of_2020->size(), 3u);
    EXPECT_EQ(std::get<PaymentOrdered>(of_2020->front().body).ground, Ground::incentive);
    const auto of_2019 = order("2020-03-01", {{"351"}, {}, group("A"), 2019});
    ASSERT_EQ(of_2019->size(), 1u);
    EXPECT_EQ(std::get<PaymentOrdered>(of_2019->front().body).ground, Ground::seedCredit);
}

TEST_F(BulkVisa, AnAccountThatABankRejectedIsPaidNothingUntilItIsConfirmedAnew) {
    COVERS("CSS D.122-6");
    const auto ids = ordered();
    answered(ids[0], BankAnswer::rejected, "AC04 closed account");
    const OrderId id = again("2020-03-10");
    const auto refused = s.when(approve({id}, "2020-03-11")).rejection();
    EXPECT_EQ(refused.code, code::check_failed);
    EXPECT_EQ(refused.arguments.at(1).second, "account");
    EXPECT_EQ(refused.arguments.at(2).second, "FR76…985, rejected by a bank: AC04");
    EXPECT_TRUE(approve({id}, "2020-03-11", 1)) << "what was recorded before the rule is judged without it";
    EXPECT_TRUE(approve({ids[1]}, "2020-03-11")) << "another payee";

    s.by("dcf").when(suspend_order(s.book(), id, "accountInDoubt", s.acting("2020-03-11"))).events();
    s.by("director").when(requisition_order(s.book(), id, "letter 5", s.acting("2020-03-12"))).events();
    EXPECT_EQ(s.when(approve({id}, "2020-03-12")).rejection().arguments.at(1).second, "account")
        << "no written order helps";

    s.by("director").given(PayeeChanged{group("A"), agreed("A").payee, "the same, asked again"}, "2020-03-12", "anew");
    s.by("dcf").when(confirm_payee(s.book(), group("A"), {"anew"}, s.acting("2020-03-12"))).events();
    s.by("director").when(cancel_order(s.book(), id, "payee confirmed anew", s.acting("2020-03-12"))).events();
    EXPECT_TRUE(approve({again("2020-03-12")}, "2020-03-13"));
}

TEST_F(BulkVisa, AReturnNamesTheAccountAsAReject) {
    const auto ids = ordered();
    answered(ids[0], BankAnswer::returned, "MD07");
    EXPECT_EQ(s.when(approve({again("2020-03-10")}, "2020-03-11")).rejection().arguments.at(1).second, "account");
}

TEST_F(BulkVisa, OtherReasonsSayNothingOfTheAccount) {
    const auto ids = ordered();
    for (const char* reason : {"AM04 no funds", "RJCT AC04", "AC041", "NARR AC04 closed", "RJCT"}) {
        EXPECT_EQ(account_rejected_by(reason), "") << reason;
    }
    EXPECT_EQ(account_rejected_by("AC01"), "AC01");
    answered(ids[0], BankAnswer::rejected, "AM04 no funds");
    EXPECT_TRUE(approve({again("2020-03-10")}, "2020-03-11"));
}

TEST_F(BulkVisa, AnErasedPayeeStopsTheVisaUnlessItWasGivenBeforeThereWereBounds) {
    s.given(PersonalDataErased{"A", "request 7"});
    const auto ids = ordered();
    ASSERT_EQ(ids.size(), 3u);
    EXPECT_EQ(s.when(approve({ids[0]}, "2020-03-02")).rejection().arguments.at(1).second, "agreement");
    EXPECT_TRUE(approve({ids[0]}, "2020-03-02", 0));
    EXPECT_TRUE(approve({ids[1]}, "2020-03-02")) << "another group's";
}

// The seed credit of A is rejected after its incentive was approved to the same account.
TEST_F(BulkVisa, WhatWasApprovedBeforeTheRejectStaysBehind) {
    settle();
    const auto ids = ordered();
    ASSERT_EQ(ids.size(), 6u);
    s.by("dcf").when(approve({ids[1]}, "2020-03-02")).events();
    FileIssued file;
    file.cpam = {"351"};
    EXPECT_TRUE(count_in(file, s.book(), ids[1], s.acting("2020-03-02")));
    answered(ids[0], BankAnswer::rejected, "AC01");
    const auto counted = count_in(file, s.book(), ids[1], s.acting("2020-03-05"));
    ASSERT_FALSE(counted);
    EXPECT_EQ(counted.error().arguments.at(1).second, "account");
    Acting before = s.acting("2020-03-05");
    before.bounds = 1;
    EXPECT_TRUE(count_in(file, s.book(), ids[1], before));
}

}  // namespace
}  // namespace ipep
