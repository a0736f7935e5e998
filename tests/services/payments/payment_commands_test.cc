// Commands on payments between the order and the bank: what waits, what passes, what stays behind, and the file.
#include "services/payments/payment_commands.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "events/seal.h"
#include "services/words/code.h"
#include "tests/print.h"
#include "tests/sample.h"
#include "tests/services/payments/bank_documents.h"
#include "tests/services/payments/issued_ledger.h"

namespace ipep {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::SizeIs;

const char kExecuted[] = "2024-06-03";

// Six orders of three groupements that wait for a visa.
struct PaymentCommandsOnOrders : testing::Test {
    Scratch scratch;
    TrialLedger trial{"payment commands"};
    std::vector<OrderId> ids;

    void SetUp() override {
        trial.append_data("worked.jsonl");
        for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) trial.settle(year);
        auto made = director().order({kBankCpam, {}, {}});
        ASSERT_TRUE(made) << made.error().sentence();
        ids = std::move(*made);
        ASSERT_THAT(ids, SizeIs(6));
        std::ofstream(scratch.path("debtor.toml"))
            << "name = \"CPAM\"\niban = \"" << kAccount << "\"\nbic = \"AGRIFRPP\"\n";
    }
    LedgerService& ledger() { return trial.service(); }
    const Order& order(const OrderId& id) { return *ledger().book().find(id); }
    PaymentCommands director() { return {ledger(), {"martin"}, std::nullopt}; }
    PaymentCommands dcf() { return {ledger(), {"durand"}, std::nullopt}; }
    Verdict<IssueResult> issue(const std::string& name) {
        return dcf().issue({kBankCpam, scratch.path("debtor.toml"), scratch.path(name), *parse_day(kExecuted), 9});
    }
    void oppose(const GroupementId& id) {
        const auto done = ledger().append(
            sample::line(OppositionNotified{id, "OPP 1"}, "opposed " + id.text, "2024-05-31"), {"durand"});
        ASSERT_TRUE(done) << done.error().sentence();
    }
    std::vector<OrderId> of(const GroupementId& id, bool its) {
        std::vector<OrderId> found;
        for (const OrderId& one : ids)
            if ((order(one).ordered.groupement == id) == its) found.push_back(one);
        return found;
    }
    Money sum_of(const std::vector<OrderId>& orders) {
        Money sum;
        for (const OrderId& one : orders) sum += order(one).ordered.amount;
        return sum;
    }
};

TEST_F(PaymentCommandsOnOrders, WhatIsSuspendedWaitsOnceItIsRequired) {
    const auto waiting = [&] { return *dcf().waiting(kBankCpam); };
    EXPECT_THAT(waiting(), ElementsAreArray(ids));
    ASSERT_TRUE(dcf().suspend(ids[0], "voucherMissing"));
    EXPECT_THAT(waiting(), ElementsAreArray(std::vector(ids.begin() + 1, ids.end())));
    ASSERT_TRUE(director().requisition(ids[0], "REQ 1"));
    EXPECT_THAT(waiting(), ElementsAreArray(ids)) << "in order of number";
    ASSERT_TRUE(dcf().approve({ids[1]}));
    EXPECT_THAT(waiting(), ElementsAre(ids[0], ids[2], ids[3], ids[4], ids[5]));
    const auto unknown = dcf().waiting({"999"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, code::unknown_cpam);
}

TEST_F(PaymentCommandsOnOrders, EachCheckOfAnOrderIsTold) {
    const auto checks = dcf().checks(ids[0]);
    ASSERT_TRUE(checks);
    EXPECT_THAT(*checks, SizeIs(boost::mp11::mp_size<boost::describe::describe_enumerators<CheckName>>::value));
    for (const VisaCheck& one : *checks) EXPECT_EQ(one.result, CheckResult::passed) << one.found;
    EXPECT_EQ(dcf().checks({"351-2024-999999"}).error().code, code::unknown_order);
}

TEST_F(PaymentCommandsOnOrders, OneDecisionApprovesWhatPassesAndTellsWhatDoesNot) {
    const GroupementId opposed = order(ids[0]).ordered.groupement;
    oppose(opposed);
    const auto passing = of(opposed, false), failing = of(opposed, true);
    ASSERT_FALSE(passing.empty());
    ASSERT_FALSE(dcf().approve(ids)) << "all of them or none";
    for (const OrderId& id : ids) EXPECT_EQ(order(id).state, OrderState::ordered);
    const auto decided = dcf().approve_passing(ids);
    ASSERT_TRUE(decided) << decided.error().sentence();
    EXPECT_THAT(decided->approved, ElementsAreArray(passing));
    EXPECT_EQ(decided->amount, sum_of(passing));
    ASSERT_THAT(decided->left, SizeIs(failing.size()));
    for (std::size_t at = 0; at < failing.size(); ++at) {
        EXPECT_EQ(decided->left[at].order, failing[at]);
        EXPECT_EQ(decided->left[at].refused->code, code::check_failed);
        EXPECT_EQ(order(failing[at]).state, OrderState::ordered);
    }
    for (const OrderId& id : passing) EXPECT_EQ(order(id).state, OrderState::approved);
}

TEST_F(PaymentCommandsOnOrders, WhatWouldFailIsToldBeforeItIsOrdered) {
    std::vector<Draft> drafts;
    for (const OrderId& id : {ids[0], ids[1], ids[2]})
        drafts.push_back({day_of(2024, 5, 31), {}, {}, order(id).ordered});
    const auto failing = [&] { return dcf().would_fail(drafts); };
    EXPECT_THAT(failing(), ElementsAre(SizeIs(1), SizeIs(1), SizeIs(1))) << "their debts are ordered";
    for (const OrderId& id : ids) ASSERT_TRUE(director().cancel(id, "not now"));
    EXPECT_THAT(failing(), ElementsAre(IsEmpty(), IsEmpty(), IsEmpty()));
    // Credits for the first and the second; what passes before another counts against them.
    const Money credits = sum_of({ids[0], ids[1]});
    const CreditNotified notified{kBankCpam, 2024, credits};
    const auto done = ledger().append(sample::line(notified, "credits", "2024-05-31"), {"durand"});
    ASSERT_TRUE(done) << done.error().sentence();
    const auto found = failing();
    ASSERT_THAT(found, ElementsAre(IsEmpty(), IsEmpty(), SizeIs(1)));
    EXPECT_EQ(found[2][0].check, CheckName::credits);
    EXPECT_EQ(found[2][0].result, CheckResult::failed);
    // One that fails takes none of them: the third has room where the first has not passed.
    std::get<PaymentOrdered>(drafts[0].body).amount = credits + Money(1);
    ASSERT_LE(order(ids[2]).ordered.amount, order(ids[0]).ordered.amount);
    EXPECT_THAT(failing(), ElementsAre(SizeIs(2), IsEmpty(), IsEmpty()));
}

TEST_F(PaymentCommandsOnOrders, AFileCarriesWhatPassesItsLastCheckAndTellsWhatStaysBehind) {
    ASSERT_TRUE(dcf().approve(ids));
    const GroupementId opposed = order(ids[0]).ordered.groupement;
    oppose(opposed);
    const auto passing = of(opposed, false), failing = of(opposed, true);
    const auto issued = issue("out.xml");
    ASSERT_TRUE(issued) << issued.error().sentence();
    EXPECT_FALSE(issued->finished);
    EXPECT_EQ(issued->file.count, static_cast<std::int64_t>(passing.size()));
    EXPECT_EQ(issued->file.amount, sum_of(passing));
    EXPECT_EQ(issued->file.sha256, to_hex(bytes_of(sha256(read_file(scratch.path("out.xml"))))));
    ASSERT_THAT(issued->left_out, SizeIs(failing.size()));
    for (std::size_t at = 0; at < failing.size(); ++at) {
        EXPECT_EQ(issued->left_out[at].order, failing[at]);
        EXPECT_EQ(issued->left_out[at].check, "opposition");
        EXPECT_EQ(issued->left_out[at].found, "opposition: OPP 1");
        EXPECT_EQ(order(failing[at]).state, OrderState::approved);
    }
    for (const OrderId& id : passing) EXPECT_EQ(order(id).state, OrderState::issued);
    const auto none = issue("other.xml");
    ASSERT_FALSE(none) << "all that is left is opposed";
    EXPECT_EQ(none.error().code, code::check_failed);
    EXPECT_EQ(none.error().arguments.at(0).second, failing.front().text) << "the first of them";
    EXPECT_FALSE(std::filesystem::exists(scratch.path("other.xml")));
}

TEST_F(PaymentCommandsOnOrders, WhereNothingIsApprovedThereIsNoFile) {
    const auto none = issue("out.xml");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, code::nothing_to_issue);
    EXPECT_FALSE(std::filesystem::exists(scratch.path("out.xml")));
}

TEST_F(PaymentCommandsOnOrders, WhatLiesInTheWayStays) {
    ASSERT_TRUE(dcf().approve(ids));
    std::ofstream(scratch.path("out.xml")) << "another file";
    const auto refused = issue("out.xml");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code::file_exists);
    EXPECT_EQ(read_file(scratch.path("out.xml")), "another file");
    for (const OrderId& id : ids) EXPECT_EQ(order(id).state, OrderState::approved);
}

TEST_F(PaymentCommandsOnOrders, AFileIsWrittenOnceMoreInTheSameBytes) {
    ASSERT_TRUE(dcf().approve(ids));
    const auto issued = issue("out.xml");
    ASSERT_TRUE(issued) << issued.error().sentence();
    const std::string bytes = read_file(scratch.path("out.xml"));
    const auto again = [&](const std::string& message, const std::string& name) {
        return dcf().write_once_more(message, scratch.path(name));
    };
    const Position head = ledger().store().head();
    const auto written = again(issued->file.message, "again.xml");
    ASSERT_TRUE(written) << written.error().sentence();
    EXPECT_EQ(*written, issued->file);
    EXPECT_EQ(read_file(scratch.path("again.xml")), bytes);
    EXPECT_TRUE(again(issued->file.message, "out.xml")) << "over the same bytes";
    std::ofstream(scratch.path("other.xml")) << bytes << ' ';
    EXPECT_EQ(again(issued->file.message, "other.xml").error().code, code::file_exists);
    EXPECT_EQ(read_file(scratch.path("other.xml")), bytes + ' ');
    std::filesystem::create_directory(scratch.path("folder"));
    EXPECT_EQ(again(issued->file.message, "folder").error().code, code::file_exists);
    EXPECT_EQ(again("F" + std::string(26, '0'), "none.xml").error().code, code::file_unreadable);
    EXPECT_EQ(PaymentCommands(ledger(), {"martin"}, std::nullopt)
                  .write_once_more(issued->file.message, scratch.path("mine.xml"))
                  .has_value(),
              may(ledger().book().common(), {"martin"}, Right::read_payees, kBankCpam));
    EXPECT_EQ(ledger().store().head(), head) << "it records nothing";
}

// On which day a payment is booked is the bank's to say, whatever of it is read first and when.
TEST(PaymentCommandsOnDays, ABookingHasItsDayThoughAReportOfItWasReadLater) {
    const Day january = day_of(2024, 1, 10), march = day_of(2024, 3, 5);
    for (const bool report_first : {true, false}) {
        const Scratch scratch;
        TrialLedger trial("days");
        trial.append_data("worked.jsonl");
        LedgerService& ledger = trial.service();
        for (const ResultYear year : {2019, 2020, 2021})
            ASSERT_TRUE(ledger.settle(year, day_of(2024, 1, 9), {"tester"}, false));
        std::ofstream(scratch.path("debtor.toml"))
            << "name = \"CPAM\"\niban = \"" << kAccount << "\"\nbic = \"AGRIFRPP\"\n";
        PaymentCommands director(ledger, {"martin"}, january), dcf(ledger, {"durand"}, january);
        const auto ids = director.order({kBankCpam, 2021, GroupementId{"G01"}});
        ASSERT_TRUE(ids && ids->size() == 1);
        ASSERT_TRUE(dcf.approve(*ids));
        const auto issued =
            dcf.issue({kBankCpam, scratch.path("debtor.toml"), scratch.path("a.xml"), *parse_day(kExecuted), 9});
        ASSERT_TRUE(issued) << issued.error().sentence();
        const Order& order = *ledger.book().find(ids->front());
        std::string report = status_document("P1", issued->file.message, "ACSP", "", {});
        const std::string created = "2024-06-03T06:30:00";
        report.replace(report.find(created), created.size(), "2024-01-15T06:30:00");
        const std::string statement = statement_document("camt.053", "S1", kAccount,
                                                         {entry_of({.end_to_end = order.ordered.endToEndId,
                                                                    .amount = order.ordered.amount,
                                                                    .day = "2024-01-31",
                                                                    .reference = "R1"})});
        const auto read = [&](const std::string& content) {
            std::ofstream(scratch.path("bank.xml"), std::ios::binary) << content;
            const auto reading = PaymentCommands(ledger, {"durand"}, march).read_bank_file(scratch.path("bank.xml"));
            ASSERT_TRUE(reading) << reading.error().sentence();
        };
        read(report_first ? report : statement);
        if (report_first) {
            EXPECT_EQ(order.lastOn, day_of(2024, 1, 15)) << "the day of the message, not of its reading";
        }
        read(report_first ? statement : report);
        const Order& paid = *ledger.book().find(ids->front());
        EXPECT_EQ(paid.state, OrderState::paid) << report_first;
        EXPECT_EQ(paid.lastOn, day_of(2024, 1, 31)) << report_first;
        EXPECT_EQ(paid.bookedOn, day_of(2024, 1, 31)) << report_first;
    }
}

// Whoever says that nothing left does not approve what pays the same debt again, in whatever order debts are ordered.
TEST(PaymentCommandsOnDebts, AnOrderReplacesThoseItSharesADebtWith) {
    const Scratch scratch;
    TrialLedger trial("debts");
    trial.append_data("worked.jsonl");
    for (const ResultYear year : {2019, 2020, 2021, 2022, 2023}) trial.settle(year);
    LedgerService& ledger = trial.service();
    std::ofstream(scratch.path("debtor.toml"))
        << "name = \"CPAM\"\niban = \"" << kAccount << "\"\nbic = \"AGRIFRPP\"\n";
    PaymentCommands director(ledger, {"martin"}, std::nullopt), dcf(ledger, {"durand"}, std::nullopt);
    const auto order = [&](std::optional<ResultYear> year) {
        const auto made = director.order({kBankCpam, year, GroupementId{"G01"}});
        if (!made || made->empty()) throw std::logic_error("nothing to order");
        return made->back();
    };
    const auto replaces = [&](const OrderId& id) { return ledger.book().find(id)->ordered.replaces; };
    const OrderId first = order(2021);
    ASSERT_TRUE(dcf.approve({first}));
    ASSERT_TRUE(dcf.issue({kBankCpam, scratch.path("debtor.toml"), scratch.path("a.xml"), *parse_day(kExecuted), 9}));
    ASSERT_TRUE(dcf.resolve(first, {Became::rejected, "telephone"}));
    const OrderId other = order(2022), again = order(2021);
    EXPECT_THAT(replaces(other), IsEmpty()) << "it pays another debt";
    EXPECT_THAT(replaces(again), ElementsAre(first));
    EXPECT_TRUE(dcf.approve({other}));
    const auto refused = dcf.approve({again});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code::check_failed);
    EXPECT_EQ(refused.error().arguments.at(1).second, "twoPersons");
    // One that was of several debts is named by each that pays some of it.
    for (const OrderId& id : {other, again}) ASSERT_TRUE(director.cancel(id, "together"));
    const OrderId whole = order(std::nullopt);
    EXPECT_THAT(replaces(whole), ElementsAre(other, again)) << "of which one replaced the first";
    ASSERT_TRUE(director.cancel(whole, "one by one"));
    const OrderId some = order(2022), rest = order(2021);
    EXPECT_THAT(replaces(some), ElementsAre(whole));
    EXPECT_THAT(replaces(rest), ElementsAre(whole));
    EXPECT_FALSE(dcf.approve({rest})) << "through what was cancelled in between";
}

TEST_F(PaymentCommandsOnOrders, AChangeOfAccountIsConfirmedOnceAndByAnother) {
    const auto changed = ledger().append(
        sample::line(PayeeChanged{{"G01"}, sample::agreed("G02").payee, "another bank"}, "moved", "2024-05-31"),
        {"martin"});
    ASSERT_TRUE(changed) << changed.error().sentence();
    EXPECT_EQ(director().confirm({"moved"}).error().code, code::same_person) << "who asked does not confirm";
    ASSERT_TRUE(dcf().confirm({"moved"}));
    EXPECT_EQ(dcf().confirm({"moved"}).error().code, code::payee_not_pending);
    EXPECT_EQ(dcf().confirm({"nothing"}).error().code, code::payee_not_pending);
}

}  // namespace
}  // namespace ipep
