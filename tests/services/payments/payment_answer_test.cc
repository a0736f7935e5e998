// Answers on payments, of values made by hand: each member is there where it has something to say, and not elsewhere.
#include "services/payments/payment_answer.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "ledger/calendar.h"

namespace ipep {
namespace {

namespace json = boost::json;

Order an_order() {
    Order order;
    order.ordered = {.order = {"O1"},
                     .cpam = {"351"},
                     .fiscalYear = 2024,
                     .groupement = {"G01"},
                     .ground = Ground::incentive,
                     .amount = Money(12'34),
                     .parts = {{"R2022/due", 2023, Money(12'34)}},
                     .endToEndId = "P1",
                     .payeeAt = 7,
                     .vouchers = {{"agreement", 3, "A 1", {}}},
                     .replaces = {{"O0"}}};
    order.state = OrderState::issued;
    order.lastOn = day_of(2024, 6, 3);
    order.orderedBy = {"martin"};
    return order;
}

// What a member is told of, and that nothing tells it of an order that has none of it.
void expect_alone(void (*set)(Order&), const json::object& more) {
    Order order = an_order();
    json::object expected = order_answer({order, "Cabinet"});
    set(order);
    for (const auto& [name, value] : more) {
        EXPECT_FALSE(expected.contains(name)) << name;
        expected[name] = value;
    }
    EXPECT_EQ(json::value(order_answer({order, "Cabinet"})), json::value(expected)) << json::serialize(more);
}

TEST(PaymentAnswers, AnOrderTellsWhatItIs) {
    const json::value expected = json::parse(R"({"order": "O1", "groupement": "G01", "amount": "12.34",
        "ground": "incentive", "endToEndId": "P1", "payee": "Cabinet", "state": "issued", "cpam": "351",
        "fiscalYear": 2024, "since": "2024-06-03", "orderedBy": "martin",
        "parts": [{"of": "R2022/due", "paymentYear": 2023, "amount": "12.34"}],
        "vouchers": [{"document": "agreement", "position": 3, "reference": "A 1"}], "replaces": ["O0"]})");
    EXPECT_EQ(json::value(order_answer({an_order(), "Cabinet"})), expected);
}

TEST(PaymentAnswers, AnOrderTellsWhatBecameOfItWhereSomethingDid) {
    expect_alone([](Order& one) { one.approvedBy = {"durand"}; }, {{"approvedBy", "durand"}});
    expect_alone([](Order& one) { one.suspended = "voucherMissing: the RIB"; },
                 {{"suspendedFor", "voucherMissing: the RIB"}, {"suspensionGround", "voucherMissing"}});
    expect_alone([](Order& one) { one.requisitioned = "REQ 1"; }, {{"requisition", "REQ 1"}});
    expect_alone([](Order& one) { one.message = "F1"; }, {{"message", "F1"}});
    expect_alone([](Order& one) { one.told = "PDNG AM04"; }, {{"told", "PDNG AM04"}});
    expect_alone([](Order& one) { one.resolution = "AVIS 1", one.resolvedBy = {"durand"}; },
                 {{"resolved", json::object{{"by", "durand"}, {"document", "AVIS 1"}}}});
}

TEST(PaymentAnswers, AFileTellsItsSumAndWhatStaysBehind) {
    const FileIssued file{.cpam = {"351"},
                          .message = "F1",
                          .batch = "B1",
                          .sha256 = "ab",
                          .count = 2,
                          .amount = Money(5'00),
                          .execute = day_of(2024, 6, 5),
                          .debtorName = "CPAM",
                          .debtorIban = "FR",
                          .debtorBic = "AGRI"};
    const json::value expected = json::parse(R"({"cpam": "351", "message": "F1", "batch": "B1", "sha256": "ab",
        "count": 2, "amount": "5.00", "execute": "2024-06-05", "finished": true,
        "leftOut": [{"order": "O1", "check": "account", "found": "-"}]})");
    EXPECT_EQ(json::value(issue_answer({file, true, {{{"O1"}, "account", "-"}}})), expected);
}

TEST(PaymentAnswers, AReadingTellsEachLineAndTheNumberOfThoseThatStandTogether) {
    BankReading reading{.cpam = {"351"},
                        .matched = 4,
                        .unmatched = {{"R1", "unknown reference", Money(-1'00)}, {"S1", "lines of other business", {}}},
                        .paid = {{"O1"}},
                        .rejected = {{"O2"}},
                        .returned = {{"O3"}},
                        .told = {{{"O4"}, BankAnswer::rejected, "DU01"}}};
    reading.unmatched[1].count = 1;
    const std::string rest = R"("cpam": "351", "matched": 4, "paid": ["O1"], "rejected": ["O2"], "returned": ["O3"],
        "unmatched": [{"reference": "R1", "amount": "-1.00", "why": "unknown reference"},
                      {"reference": "S1", "amount": "0.00", "why": "lines of other business", "count": 1}],
        "told": [{"order": "O4", "answer": "rejected", "status": "DU01"}])";
    EXPECT_EQ(json::value(bank_answer(reading)), json::parse("{\"repeated\": false, " + rest + "}"));
    reading.repeated = true;
    EXPECT_EQ(json::value(bank_answer(reading)), json::parse("{\"repeated\": true, " + rest + "}"));
}

TEST(PaymentAnswers, WhatIsReconciledTellsFileAndBankWhereTheyKnowIt) {
    Reconciliation both;
    both.lines.push_back({an_order(), "", ""});
    both.lines.push_back({an_order(), "ab", "REF"});
    both.lines[1].order.told = "PDNG";
    OpenLine line;
    line.position = 9;
    line.line.sha256 = "cd";
    line.line.reference = "R1";
    line.line.amount = Money(-1'00);
    line.line.why = "unknown reference";
    both.unmatched.push_back({line, std::nullopt});
    line.line.count = 1;
    line.line.bookedOn = "2024-06-04";
    line.said.reason = "a fee";
    line.saidAt = 1;
    line.saidBy = {"durand"};
    both.unmatched.push_back({line, ShownWords{WordsState::kept, {"MME MARTIN", ""}}});
    both.unmatched.push_back({line, ShownWords{WordsState::gone, {"", "LOYER"}}});
    const std::string order = R"("order": "O1", "endToEndId": "P1", "amount": "12.34", "state": "issued",
                                 "since": "2024-06-03")";
    const std::string open = R"("file": "cd", "amount": "-1.00", "reference": "R1", "why": "unknown reference",
                                "line": 9)";
    const std::string said = R"("count": 1, "on": "2024-06-04",
                                "said": {"as": "aside", "by": "durand", "reason": "a fee"})";
    const json::value expected = json::parse("{\"lines\": [{" + order + "}, {" + order +
                                             R"(, "fileSha256": "ab", "bank": "REF", "told": "PDNG"}],
         "unmatched": [{)" + open + "}, {" + open +
                                             ", " + said + R"(, "words": "kept", "party": "MME MARTIN"}, {)" + open +
                                             ", " + said + R"(, "words": "gone", "text": "LOYER"}]})");
    EXPECT_EQ(json::value(reconciliation_answer(both)), expected);
}

}  // namespace
}  // namespace ipep
