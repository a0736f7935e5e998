// Lines of the bank that nothing explained: what a person says of one, who confirms it, and what follows.
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "ledger/recorded_by.h"
#include "services/payments/payment_answer.h"
#include "services/words/code.h"
#include "tests/services/payments/bank_documents.h"
#include "tests/services/payments/issued_ledger.h"

namespace ipep {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using enum OrderState;

struct BankLines : testing::Test {
    BankLife life{1};
    const SentOrder& sent = Issued::once().transfers().front();
    int documents = 0;

    Money euros(const char* text) { return *parse_money(text); }
    // What the account shows under a name nobody knows.
    Position line(Money amount, const char* name = "?", const char* party = "MME MARTIN", const char* text = "LOYER") {
        EntryForm entry{.end_to_end = name, .amount = amount, .day = "2024-06-04", .reference = "REF"};
        entry.party = party, entry.text = text;
        if (amount < Money()) entry.amount = -amount;
        entry.credit = amount > Money();
        entry.back = "reason";
        const auto read =
            life.read(statement_document("camt.053", "L" + std::to_string(++documents), kAccount, {entry_of(entry)}));
        EXPECT_TRUE(read) << read.error().sentence();
        return waiting().back()->position;
    }
    const CpamState& cpam() { return *life.ledger().book().find(kBankCpam); }
    std::vector<const OpenLine*> waiting() { return waiting_lines(life.ledger().book(), cpam()); }
    PaymentCommands as(const char* person) { return {life.ledger(), PersonId{person}, std::nullopt}; }

    BankLineExplained of_order(Position at, const OrderId& order) {
        return {kBankCpam, at, LineMeaning::order, order, {}, {}, "bank's letter"};
    }
    BankLineExplained of_refund(Position at, const std::string& reference) {
        return {kBankCpam, at, LineMeaning::refund, {}, GroupementId{"G01"}, reference, "bank's letter"};
    }
    BankLineExplained aside(Position at) { return {kBankCpam, at, LineMeaning::aside, {}, {}, {}, "fees"}; }

    std::optional<Code> refused(const Verdict<>& verdict) {
        return verdict ? std::nullopt : std::optional(verdict.error().code);
    }
    void agreed(const BankLineExplained& said) {
        const auto first = as("durand").explain(said);
        ASSERT_TRUE(first) << first.error().sentence();
        const auto second = as("martin").confirm_line(kBankCpam, said.line);
        ASSERT_TRUE(second) << second.error().sentence();
    }
    void refund(const char* amount, const char* reference) {
        const std::string fact = std::string(R"({"key":")") + reference +
                                 R"(","on":"2024-06-05","fact":{"refundReceived":{"groupement":"G01","amount":")" +
                                 amount + R"(","reference":")" + reference + R"("}}})";
        const auto added = life.ledger().append(std::string_view(fact), PersonId{"durand"});
        ASSERT_TRUE(added) << added.error().sentence();
    }
    void pay_all() {
        std::vector<std::string> entries;
        for (const SentOrder& one : Issued::once().transfers())
            entries.push_back(entry_of({.end_to_end = one.end_to_end, .amount = one.amount, .day = "2024-06-03"}));
        ASSERT_TRUE(life.read(statement_document("camt.053", "PAID", kAccount, entries)));
    }
};

TEST_F(BankLines, ALineOfAnOrderPaysItOnceAnotherPersonConfirmsIt) {
    const Position at = line(-sent.amount);
    ASSERT_TRUE(as("durand").explain(of_order(at, sent.order)));
    EXPECT_EQ(life.state(sent.order), issued) << "nobody confirmed it";
    EXPECT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(refused(as("durand").confirm_line(kBankCpam, at)), code::same_person);
    ASSERT_TRUE(as("martin").confirm_line(kBankCpam, at));
    const Order& order = *life.ledger().book().find(sent.order);
    EXPECT_EQ(order.state, paid);
    EXPECT_TRUE(order.booked);
    EXPECT_EQ(order.bookedOn, life.ledger().world().today()) << "the bank's day has not come";
    EXPECT_EQ(order.resolution, "bank's letter");
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_EQ(refused(as("durand").explain(aside(at))), code::line_unknown);
    EXPECT_EQ(refused(as("martin").confirm_line(kBankCpam, at)), code::line_unknown);
}

TEST_F(BankLines, WhatTheLineDiffersByIsWhatTheBankTook) {
    agreed(of_order(line(-sent.amount - euros("12.50")), sent.order));
    EXPECT_EQ(life.state(sent.order), paid);
    Money charges;
    for (Position at = 1; at <= life.ledger().store().head(); ++at)
        if (const Event event = life.ledger().event(at, false); const auto* one = std::get_if<OrderBooked>(&event.body))
            charges += one->charges;
    EXPECT_EQ(charges, euros("12.50"));
}

TEST_F(BankLines, ACreditOfAPaidOrderBringsItBack) {
    pay_all();
    agreed(of_order(line(sent.amount - euros("5.00")), sent.order));
    EXPECT_EQ(life.state(sent.order), returned);
}

TEST_F(BankLines, WhatCanBeNoStepOfTheOrderIsNoLineOfIt) {
    const auto say = [&](Position at, const OrderId& order) {
        return refused(as("durand").explain(of_order(at, order)));
    };
    EXPECT_EQ(say(line(sent.amount), sent.order), code::line_not_of_order) << "it is not paid";
    EXPECT_EQ(say(line(-sent.amount + euros("0.01")), sent.order), code::line_not_of_order) << "too little left";
    EXPECT_EQ(say(line(-sent.amount), {"351-2024-999999"}), code::unknown_order);
    const Position at = line(-sent.amount);
    pay_all();
    EXPECT_EQ(say(at, sent.order), code::line_not_of_order) << "it is booked";
}

TEST_F(BankLines, SeveralTransfersToldAsOneLineAreNoOrder) {
    const auto entry = [](const char* name, Money amount) {
        return entry_of({.end_to_end = name, .amount = amount, .day = "2024-06-04", .reference = name});
    };
    ASSERT_TRUE(life.read(
        statement_document("camt.053", "TWO", kAccount,
                           {entry("OTHER-1", sent.amount - euros("1.00")), entry("OTHER-2", euros("1.00"))})));
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting().front()->line.amount, -sent.amount);
    EXPECT_EQ(refused(as("durand").explain(of_order(waiting().front()->position, sent.order))),
              code::line_not_of_order);
}

TEST_F(BankLines, ALineIsARefundOfAsMuchAndOfNoOther) {
    pay_all();
    const Position at = line(euros("40.00"), "VIR 17");
    const Position other = line(euros("40.00"), "VIR 18");
    EXPECT_EQ(refused(as("durand").explain(of_refund(at, "cheque"))), code::line_not_of_refund);
    const SeedCreditAssessed less{{"G01"}, 10'000, {"-0.2"}};
    const auto corrected = life.ledger().append(
        {RecordFact{{"less"}, day_of(2024, 6, 4), {}, FactCorrected{{"seedCreditAssessed-000004"}, less, "why"}}},
        PersonId{"anne"});
    ASSERT_TRUE(corrected) << corrected.error().sentence();
    refund("40.00", "cheque");
    refund("39.00", "cash");
    EXPECT_EQ(refused(as("durand").explain(of_refund(at, "cash"))), code::line_not_of_refund) << "another amount";
    const RefundReceived cheque{GroupementId{"G01"}, euros("40.00"), "cheque"};
    EXPECT_FALSE(is_seen(cpam(), cheque));
    agreed(of_refund(at, "cheque"));
    EXPECT_TRUE(is_seen(cpam(), cheque)) << "two persons said so, whatever the bank wrote";
    EXPECT_EQ(refused(as("durand").explain(of_refund(other, "cheque"))), code::line_not_of_refund);
    EXPECT_THAT(waiting(), SizeIs(1));
}

TEST_F(BankLines, WhatIsSaidOfALineIsAnsweredWithWhatItNames) {
    const auto names = [&](const BankLineExplained& said) {
        std::set<std::string> members;
        for (const auto& [name, value] : line_answer(said, {"durand"})) members.insert(name);
        return members;
    };
    const std::set<std::string> of_each{"as", "by", "reason"};
    EXPECT_EQ(names(aside(7)), of_each);
    EXPECT_EQ(line_answer(of_order(7, sent.order), {"durand"}).at("order").as_string(), sent.order.text);
    EXPECT_EQ(line_answer(of_refund(7, "VIR 7"), {"durand"}).at("refund"), "VIR 7");
    EXPECT_EQ(line_answer(of_refund(7, "VIR 7"), {"durand"}).at("groupement"), "G01");
}

TEST_F(BankLines, ALineIsAnsweredWithItsDayWhereTheBankGaveOne) {
    Reconciliation found;
    OpenLine& open = found.unmatched.emplace_back().open;
    const auto row = [&] { return reconciliation_answer(found).at("unmatched").at(0).as_object(); };
    EXPECT_FALSE(row().contains("on"));
    EXPECT_FALSE(row().contains("count"));
    EXPECT_FALSE(row().contains("said"));
    open.line.bookedOn = "2024-06-03";
    open.line.count = 2;
    EXPECT_EQ(row().at("on"), "2024-06-03");
    EXPECT_EQ(row().at("count"), 2);
}

TEST_F(BankLines, WhatHasAnAmountTakesTwoPersonsAndAReason) {
    const Position at = line(euros("-18.30"));
    EXPECT_EQ(refused(as("martin").confirm_line(kBankCpam, at)), code::line_not_explained);
    BankLineExplained silent = aside(at);
    silent.reason = " ";
    EXPECT_EQ(refused(as("durand").explain(silent)), code::text_malformed);
    ASSERT_TRUE(as("durand").explain(aside(at)));
    EXPECT_EQ(refused(as("durand").confirm_line(kBankCpam, at)), code::same_person);
    ASSERT_TRUE(as("martin").confirm_line(kBankCpam, at));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(cpam().lines, SizeIs(1)) << "it stays named";
}

TEST_F(BankLines, WhatIsSaidMayBeSaidOtherwiseBeforeItIsConfirmed) {
    const Position at = line(-sent.amount);
    ASSERT_TRUE(as("durand").explain(aside(at)));
    ASSERT_TRUE(as("martin").explain(of_order(at, sent.order)));
    EXPECT_EQ(refused(as("martin").confirm_line(kBankCpam, at)), code::same_person);
    ASSERT_TRUE(as("durand").confirm_line(kBankCpam, at));
    EXPECT_EQ(life.state(sent.order), paid);
}

TEST_F(BankLines, AWordWithoutAnAmountIsSetAsideByOnePerson) {
    ASSERT_TRUE(life.read(status_document("W", Issued::once().file().message, "PART", "",
                                          {{sent.end_to_end, "ACSP", ""}, {"NOBODY", "RJCT", "AC04"}})));
    ASSERT_THAT(waiting(), SizeIs(1));
    ASSERT_TRUE(as("durand").explain(aside(waiting().front()->position)));
    EXPECT_THAT(waiting(), IsEmpty());
}

using Words = std::optional<std::pair<std::string, std::string>>;

struct BankLineWords : BankLines {
    Words words(Position line) {
        const auto found = words_of_line(life.ledger().store(), kBankCpam, line);
        return found ? Words({found->party, found->text}) : std::nullopt;
    }
    Verdict<AppendResult> erase(const std::string& subject) {
        const std::string fact = R"({"key":"erase )" + subject +
                                 R"(","on":"2024-06-05","fact":{"personalDataErased":)" + R"({"subject":")" + subject +
                                 R"(","decision":"request"}}})";
        return life.ledger().append(std::string_view(fact), PersonId{"root"});
    }
};

TEST_F(BankLineWords, StandBesideTheLogUntilAnOrderExplainsTheLine) {
    const Position strange = line(euros("40.00")), of_sent = line(-sent.amount, "??", "CABINET", "VIR\nSEPA");
    EXPECT_EQ(words(strange), Words({"MME MARTIN", "LOYER"}));
    EXPECT_EQ(words(of_sent), Words({"CABINET", "VIR SEPA"})) << "on one line";
    EXPECT_EQ(words(strange + 1), std::nullopt);
    const auto sealed = life.ledger().store().record(strange);
    EXPECT_EQ(sealed->find("MARTIN"), std::string::npos);
    agreed(of_order(of_sent, sent.order));
    EXPECT_EQ(words(of_sent), std::nullopt) << "the order says who it is";
    agreed(aside(strange));
    EXPECT_EQ(words(strange), Words({"MME MARTIN", "LOYER"})) << "it stands in the reconciliation";
}

TEST_F(BankLineWords, AreErasedByLine) {
    const Position one = line(euros("40.00")), other = line(euros("41.00"));
    for (const std::string& subject : {std::string("351/999999"), "352/" + std::to_string(one),
                                       "351/0" + std::to_string(one), std::string("351/"), std::string("/")}) {
        const auto refused = erase(subject);
        ASSERT_FALSE(refused) << subject;
        EXPECT_EQ(refused.error().code, code::unknown_subject) << subject;
    }
    const auto erased = erase("351/" + std::to_string(one));
    ASSERT_TRUE(erased) << erased.error().sentence();
    EXPECT_EQ(words(one), std::nullopt);
    EXPECT_NE(words(other), std::nullopt);
    EXPECT_THAT(waiting(), SizeIs(2)) << "the line is matched as before";
}

TEST_F(BankLineWords, AreShownToWhoMayReadNamesAndThatIsNoted) {
    const Position at = line(euros("40.00"));
    const auto shown = [&](Reader reader) {
        const auto found = shown_words(life.ledger(), kBankCpam, *waiting().back(), reader);
        return std::pair(found->state, reader.shown());
    };
    const std::set<std::string> its{"351/" + std::to_string(at)}, none;
    const Book& book = life.ledger().book();
    EXPECT_EQ(shown(Reader::at_the_files(book, {})), std::pair(WordsState::kept, its));
    EXPECT_EQ(shown(Reader()), std::pair(WordsState::withheld, none));
    ASSERT_TRUE(erase("351/" + std::to_string(at)));
    EXPECT_EQ(shown(Reader::at_the_files(book, {})), std::pair(WordsState::gone, none));
    Reader reader = Reader::at_the_files(book, {});
    const Reconciliation found = reconcile(life.ledger(), life.ledger().views(), kBankCpam, reader);
    EXPECT_EQ(found.unmatched.back().words->state, WordsState::gone);
}

}  // namespace
}  // namespace ipep
