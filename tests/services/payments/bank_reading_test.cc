// What banks really send, one kind a test: what public reports and sample files of banks show, with inputs of our own.
#include <gmock/gmock.h>

#include "projections/order_derivation.h"
#include "services/words/code.h"
#include "tests/services/payments/bank_documents.h"
#include "tests/services/payments/issued_ledger.h"

namespace ipep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using enum OrderState;

struct Counter {
    BankLife life{1};
    const std::vector<SentOrder>& transfers = Issued::once().transfers();
    const FileIssued& file = Issued::once().file();
    int documents = 0;

    BankReading read(const std::string& content) {
        const auto reading = life.read(content);
        if (reading) return *reading;
        ADD_FAILURE() << reading.error().sentence() << '\n' << content;
        return {};
    }
    std::string next_id() { return "M" + std::to_string(++documents); }
    std::string statement(const std::vector<std::string>& entries, const std::string& kind = "camt.053") {
        return statement_document(kind, next_id(), kAccount, entries);
    }
    std::string report(const std::string& group, const std::string& reason, const std::vector<StatusLine>& lines = {}) {
        return status_document(next_id(), file.message, group, reason, lines);
    }
    EntryForm debit(std::size_t i) const {
        return {.end_to_end = transfers[i].end_to_end,
                .amount = transfers[i].amount,
                .day = "2024-06-03",
                .reference = "R" + std::to_string(i)};
    }
    EntryForm credit(std::size_t i, std::string back = "code") const {
        return {.end_to_end = transfers[i].end_to_end,
                .amount = transfers[i].amount,
                .credit = true,
                .day = "2024-06-03",
                .reference = "B" + std::to_string(i),
                .back = std::move(back)};
    }
    EntryForm batch() const {
        EntryForm entry{.count = 0, .amount = {}, .day = "2024-06-03", .reference = "REF"};
        for (const SentOrder& one : transfers) entry.amount += one.amount;
        return entry;
    }
    std::vector<std::string> debits() const {
        std::vector<std::string> entries;
        for (std::size_t i = 0; i < transfers.size(); ++i) entries.push_back(entry_of(debit(i)));
        return entries;
    }
    void expect_all(OrderState state) const {
        for (const SentOrder& one : transfers) EXPECT_EQ(life.state(one.order), state) << one.order.text;
    }
    Money orderable_now() {
        Money sum;
        const Book& book = life.ledger().book();
        for (const GroupementId& id : book.groupements()) sum += orderable(book.common(), id, *book.find(id), kAnyDay);
        return sum;
    }
    std::size_t kept(std::string_view kind) {
        std::size_t count = 0;
        for (Position at = 1; at <= life.ledger().store().head(); ++at)
            count += kind_of(life.ledger().event(at, false).body) == kind;
        return count;
    }
};
struct BankReadings : testing::Test, Counter {};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::logic_error(what);
    return text.replace(at, what.size(), by);
}

// Every leaf of that name below a node.
void collect(const Explanation& node, const std::string& name, std::vector<std::string>& of) {
    if (node.name == name) of.push_back(node.of);
    for (const ExplanationPtr& input : node.inputs) collect(*input, name, of);
}

TEST_F(BankReadings, AFileHandedInTwiceIsRejectedOnceAndPaidOnce) {
    read(report("ACCP", ""));
    const BankReading twice = read(report("RJCT", "DU01"));
    EXPECT_THAT(twice.told, SizeIs(6));
    EXPECT_EQ(twice.matched, 0);
    expect_all(accepted);
    std::vector<StatusLine> each;
    for (const SentOrder& one : transfers) each.push_back({one.end_to_end, "RJCT", "AM05"});
    EXPECT_THAT(read(report("RJCT", "", each)).told, SizeIs(6));
    expect_all(accepted);
    EXPECT_EQ(orderable_now(), Money());
    EntryForm whole = batch();
    whole.batch = file.batch;
    EXPECT_THAT(read(statement({entry_of(whole)})).paid, SizeIs(6));
    EXPECT_THAT(read(report("RJCT", "DU01")).told, SizeIs(6)) << "after it was paid";
    expect_all(paid);
}

TEST_F(BankReadings, ABatchIsKnownByAnyOfItsNames) {
    const auto by = [&](EntryForm entry) {
        Counter one;
        EXPECT_THAT(one.read(one.statement({entry_of(entry)})).paid, SizeIs(6));
        one.expect_all(paid);
    };
    EntryForm entry = batch();
    entry.batch = file.batch;
    by(entry);
    entry.batch = "NOTPROVIDED";
    entry.file = file.message;
    by(entry);
    entry.batch = entry.file = "";
    entry.count = 6;
    by(entry);
    entry.count = 5;
    EXPECT_THAT(read(statement({entry_of(entry)})).paid, IsEmpty()) << "another count";
    entry.count = 6;
    entry.amount += Money(1);
    EXPECT_THAT(read(statement({entry_of(entry)})).paid, IsEmpty()) << "another sum";
    expect_all(issued);
}

// Details of an entry that name the batch and no transfer of it: what they come to says which transfers are meant.
TEST_F(BankReadings, ATransferWithoutANameOfItsOwnIsOfTheBatchItNames) {
    EntryForm entry = batch();
    entry.batch = file.batch;
    const std::string xml = replaced(entry_of(entry), "<Btch><PmtInfId>" + file.batch + "</PmtInfId></Btch>",
                                     "<TxDtls><Refs><PmtInfId>" + file.batch + "</PmtInfId></Refs></TxDtls>");
    EXPECT_THAT(read(statement({xml})).paid, SizeIs(6));
    expect_all(paid);
}

TEST_F(BankReadings, OfWhatCameBackWithoutANameTheBatchItNamesIsKnown) {
    const std::string one = "<TxDtls><Refs><PmtInfId>" + file.batch + "</PmtInfId></Refs><Amt Ccy=\"EUR\">1.00</Amt>" +
                            "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>";
    EntryForm entry{.amount = Money(2'00), .credit = true, .day = "2024-06-03", .reference = "BACK", .back = ""};
    const std::string details = "<NtryDtls>" + one + one + "</NtryDtls></Ntry>";
    const BankReading reading = read(statement({replaced(entry_of(entry), "</Ntry>", details)}));
    ASSERT_THAT(reading.unmatched, SizeIs(2));
    for (const Unmatched& line : reading.unmatched) EXPECT_EQ(line.why, "another amount than ordered");
}

// What is not booked yet is a word on a transfer; of a batch it is nothing.
TEST_F(BankReadings, WhatIsPendingIsKeptWithTheTransferItNames) {
    const auto pending = [&](const EntryForm& entry) {
        return statement({replaced(entry_of(entry), "<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>")});
    };
    EntryForm whole = batch();
    whole.batch = file.batch;
    const BankReading of_batch = read(pending(whole));
    EXPECT_THAT(of_batch.told, IsEmpty());
    EXPECT_THAT(of_batch.unmatched, IsEmpty());
    const BankReading of_one = read(pending(debit(0)));
    ASSERT_THAT(of_one.told, SizeIs(1));
    EXPECT_EQ(of_one.told[0].order, transfers[0].order);
    EXPECT_EQ(of_one.told[0].answer, BankAnswer::nothing);
    expect_all(issued);
}

// Money that came back under the batch's name alone is of what was debited: what never left cannot come back.
TEST_F(BankReadings, ACreditOfTheBatchIsNeverOfATransferThatIsNotDebited) {
    std::vector<std::string> entries = debits();
    entries.erase(entries.begin() + 2);
    EXPECT_THAT(read(statement(entries)).paid, SizeIs(5));
    EntryForm back{.batch = file.batch, .amount = transfers[2].amount, .credit = true, .day = "2024-06-04"};
    back.reference = "BACK";
    const BankReading reading = read(statement({entry_of(back)}));
    EXPECT_THAT(reading.told, IsEmpty());
    ASSERT_THAT(reading.unmatched, SizeIs(1));
    EXPECT_THAT(read(statement({entry_of(debit(2))})).paid, ElementsAre(transfers[2].order));
    EXPECT_EQ(life.state(transfers[2].order), paid) << "it did not come back before it left";
}

TEST_F(BankReadings, ABookingToldByThreeFilesWaitsOnce) {
    const auto stray = [](const std::string& reference, Money amount) {
        return entry_of({.end_to_end = "P01M88YXTM0AMVG6JA28W17NAKX",
                         .amount = amount,
                         .credit = true,
                         .day = "2024-06-03",
                         .reference = reference});
    };
    const auto waiting = [&] {
        return waiting_lines(life.ledger().book(), *life.ledger().book().find(kBankCpam)).size();
    };
    EXPECT_THAT(read(statement({stray("AX77", Money(10'00))}, "camt.054")).unmatched, SizeIs(1));
    EXPECT_THAT(read(statement({stray("AX77", Money(10'00)), stray("AX78", Money(10'00))})).unmatched, SizeIs(1));
    EXPECT_THAT(read(statement({stray("AX77", Money(10'00)), stray("AX78", Money(10'00))})).unmatched, IsEmpty());
    EXPECT_EQ(waiting(), 2u);
    EXPECT_THAT(read(statement({stray("AX77", Money(11'00))})).unmatched, SizeIs(1)) << "another amount";
    EXPECT_THAT(read(statement({stray("AX79", Money(9'00)), stray("AX79", Money(9'00))})).unmatched, SizeIs(2))
        << "a file says itself what it says twice";
    EXPECT_EQ(waiting(), 5u);
}

// A batch debited whole after one of it was rejected: what waits is that transfer's amount, until it comes back, be it
// in another file.
TEST_F(BankReadings, OfABatchDebitedWholeTheRejectedAmountWaitsUntilItComesBack) {
    const auto waiting = [&] { return waiting_lines(life.ledger().book(), *life.ledger().book().find(kBankCpam)); };
    EntryForm whole = batch();
    whole.batch = file.batch;
    read(report("PART", "", {{transfers[0].end_to_end, "RJCT", "AC04"}}));
    EXPECT_THAT(read(statement({entry_of(whole)})).paid, SizeIs(5));
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0]->line.amount, -transfers[0].amount);
    EXPECT_EQ(waiting()[0]->line.reference, transfers[0].end_to_end);
    read(statement({entry_of(credit(0))}));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_EQ(life.state(transfers[0].order), rejected);
}

TEST_F(BankReadings, ASecondDebitThatWasSeenIsTheOneThatComesBack) {
    const auto waiting = [&] { return waiting_lines(life.ledger().book(), *life.ledger().book().find(kBankCpam)); };
    read(statement(debits()));
    EntryForm second = debit(0);
    second.day = "2024-06-04", second.reference = "AGAIN";
    EXPECT_THAT(read(statement({entry_of(second)})).told, SizeIs(1));
    const auto seen =
        PaymentCommands(life.ledger(), {"durand"}, std::nullopt).resolve(transfers[0].order, {Became::seen, "vu"});
    ASSERT_TRUE(seen) << seen.error().sentence();
    EXPECT_EQ(life.ledger().book().find(transfers[0].order)->told, "");
    EXPECT_THAT(waiting(), SizeIs(1)) << "the account shows it all the same";
    EntryForm back = credit(0);
    back.day = "2024-06-05";
    EXPECT_THAT(read(statement({entry_of(back)})).returned, IsEmpty());
    EXPECT_EQ(life.state(transfers[0].order), paid);
    EXPECT_THAT(waiting(), IsEmpty()) << "one explains the other";
    EXPECT_EQ(orderable_now(), Money());
    back.day = "2024-06-06", back.reference = "THEN";
    EXPECT_THAT(read(statement({entry_of(back)})).returned, ElementsAre(transfers[0].order)) << "now it is the payment";
}

TEST_F(BankReadings, AFileReadAgainSaysSoAndRecordsNothing) {
    const std::string content = statement(debits());
    const BankReading first = read(content);
    EXPECT_FALSE(first.repeated);
    EXPECT_EQ(first.matched, 6);
    const Position head = life.ledger().store().head();
    const BankReading again = read(content);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.matched, 6);
    EXPECT_THAT(again.paid, IsEmpty());
    EXPECT_EQ(life.ledger().store().head(), head);
}

// A line under an unknown name is one to look at where the money went to, or came from, an account of a payee.
TEST_F(BankReadings, ALineOfAPayeesAccountStandsAlone) {
    const GroupementId& payee = life.ledger().book().find(transfers[0].order)->ordered.groupement;
    const std::string known =
        payee_of(life.ledger(), life.ledger().book().find(payee)->payeeAt).iban.value.value_or("");
    const auto with = [&](const std::string& reference, const std::string& iban) {
        EntryForm entry{.end_to_end = reference, .amount = Money(10'00), .day = "2024-06-03", .reference = reference};
        const std::string account = iban.empty() ? "" : "<CdtrAcct><Id><IBAN>" + iban + "</IBAN></Id></CdtrAcct>";
        return replaced(entry_of(entry), "</TxDtls>", "<RltdPties>" + account + "</RltdPties></TxDtls>");
    };
    const BankReading reading =
        read(statement({with("X1", ""), with("X2", "FR7620041010050500013M02606"), with("X3", known), with("X4", "")}));
    ASSERT_THAT(reading.unmatched, SizeIs(2));
    EXPECT_EQ(reading.unmatched[0].reference, "X3");
    EXPECT_EQ(reading.unmatched[1].count, 3);
}

TEST_F(BankReadings, TransfersThatNameNoneAreTheirBatch) {
    std::string details = "<NtryDtls>";
    for (const SentOrder& one : transfers)
        details += "<TxDtls><Refs><MsgId>" + file.message +
                   "</MsgId><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
                   "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">" +
                   to_text(one.amount) + "</Amt></TxAmt></AmtDtls></TxDtls>";
    EntryForm entry = batch();
    entry.file = "OTHER";
    const std::string xml = entry_of(entry);
    const auto from = xml.find("<NtryDtls>");
    EXPECT_THAT(read(statement({xml.substr(0, from) + details + "</NtryDtls></Ntry>"})).paid, SizeIs(6));
    expect_all(paid);
}

TEST_F(BankReadings, ABatchThatIsNamedAndComesToItsSumIsItThoughTheBankCountsOtherwise) {
    EntryForm entry = batch();
    entry.batch = file.batch;
    entry.count = 5;
    const BankReading reading = read(statement({entry_of(entry)}));
    EXPECT_THAT(reading.paid, SizeIs(6));
    EXPECT_EQ(reading.matched, 6);
}

TEST_F(BankReadings, ABatchDebitedWholeAndCreditedItsRejectLeavesNothingOpen) {
    EntryForm whole = batch();
    whole.batch = file.batch;
    whole.count = 6;
    read(report("PART", "", {{transfers[0].end_to_end, "RJCT", "AC04"}}));
    const BankReading reading = read(statement({entry_of(whole), entry_of(credit(0))}));
    EXPECT_THAT(reading.paid, SizeIs(5));
    EXPECT_EQ(reading.matched, 7);
    EXPECT_THAT(reading.told, IsEmpty()) << "what the same file explains";
    EXPECT_THAT(reading.unmatched, IsEmpty());
    EXPECT_EQ(life.state(transfers[0].order), rejected);
    EXPECT_TRUE(life.ledger().book().find(transfers[0].order)->told.empty());
    EXPECT_EQ(orderable_now(), transfers[0].amount);
}

TEST_F(BankReadings, ABatchDebitedBeforeItsRejectIsToldIsMatchedWhenItIs) {
    EntryForm rest = batch();
    rest.batch = file.batch;
    rest.amount -= transfers[0].amount;
    EXPECT_THAT(read(statement({entry_of(rest)})).unmatched, SizeIs(1));
    expect_all(issued);
    const BankReading reading = read(report("PART", "", {{transfers[0].end_to_end, "RJCT", "AC04"}}));
    EXPECT_THAT(reading.paid, SizeIs(5));
    EXPECT_THAT(waiting_lines(life.ledger().book(), *life.ledger().book().find(kBankCpam)), IsEmpty());
}

TEST_F(BankReadings, AReturnEndsTheSameWhereverItIsTold) {
    std::vector<std::string> entries = debits();
    entries.insert(entries.begin(), entry_of(credit(0)));
    const BankReading reading = read(statement(entries));
    EXPECT_THAT(reading.returned, ElementsAre(transfers[0].order));
    EXPECT_EQ(reading.matched, 7) << "six debits and what came back";
    EXPECT_THAT(reading.unmatched, IsEmpty());
    EXPECT_THAT(reading.told, IsEmpty());
    EXPECT_EQ(life.state(transfers[0].order), returned);

    Counter earlier;
    EXPECT_THAT(earlier.read(earlier.statement({entry_of(credit(0))}, "camt.054")).told, SizeIs(1));
    EXPECT_EQ(earlier.life.state(transfers[0].order), issued);
    earlier.read(earlier.statement(debits()));
    EXPECT_EQ(earlier.life.state(transfers[0].order), returned);
    EXPECT_EQ(earlier.life.state(transfers[1].order), paid);
}

TEST_F(BankReadings, WhatWasKeptIsMatchedOnceThoughTwoLinesOfAFileExplainIt) {
    EXPECT_THAT(read(statement({entry_of(credit(0))})).unmatched, SizeIs(1)) << "nothing was paid yet";
    read(statement({entry_of(debit(0)), entry_of(credit(0))}));
    EXPECT_EQ(life.state(transfers[0].order), returned);
    EXPECT_EQ(kept("bankLineMatched"), 1u);
}

TEST_F(BankReadings, WhatCameBackIsOrderedAgainAndCountsForNothing) {
    read(report("PART", "", {{transfers[0].end_to_end, "RJCT", "AC04"}}));
    read(statement({entry_of(debit(1)), entry_of(credit(1))}));
    ASSERT_EQ(life.state(transfers[0].order), rejected);
    ASSERT_EQ(life.state(transfers[1].order), returned);
    const auto again = PaymentCommands(life.ledger(), {"martin"}, std::nullopt).order({kBankCpam, {}, {}});
    ASSERT_TRUE(again) << again.error().sentence();
    std::set<std::string> parts;
    for (const OrderId& id : *again) {
        const Order& order = *life.ledger().book().find(id);
        for (const OrderPart& part : order.ordered.parts) parts.insert(part.of);
        const auto told = explain_order(life.ledger().store(), order);
        ASSERT_TRUE(told);
        std::vector<std::string> counted;
        collect(*told->root, "ordered", counted);
        for (const ExplanationPtr& part : told->root->inputs)
            EXPECT_FALSE(part->name == "part" && part->inputs.empty()) << id.text << ": nothing explains it";
        for (const std::size_t i : {0, 1}) EXPECT_THAT(counted, Not(testing::Contains(transfers[i].order.text)));
    }
    for (const std::size_t i : {0, 1})
        for (const OrderPart& part : life.ledger().book().find(transfers[i].order)->ordered.parts)
            EXPECT_TRUE(parts.contains(part.of)) << part.of << " is owed again";
}

TEST_F(BankReadings, AReversalComesBackWhicheverSideTheBankWrites) {
    for (const char* back : {"reversal", "debit"}) {
        Counter alone;
        const BankReading reading = alone.read(alone.statement({entry_of(credit(0, back))}));
        EXPECT_THAT(reading.paid, IsEmpty()) << back;
        EXPECT_THAT(reading.told, SizeIs(1)) << back;
        Counter after;
        after.read(after.statement(debits()));
        EntryForm same_reference = credit(0, back);
        same_reference.reference = "R0";
        EXPECT_THAT(after.read(after.statement({entry_of(same_reference)})).returned, SizeIs(1)) << back;
        EXPECT_EQ(after.life.state(transfers[0].order), returned) << back;
    }
}

TEST_F(BankReadings, WhatWasBookedCountsNotWhatWasOrdered) {
    read(statement(debits()));
    EntryForm less = credit(0);
    less.charges = Money(3'00);
    read(statement({entry_of(less)}));
    const Event last = life.ledger().event(life.ledger().store().head() - 1, false);
    ASSERT_TRUE(std::holds_alternative<OrderReturned>(last.body)) << kind_of(last.body);
    EXPECT_EQ(std::get<OrderReturned>(last.body).charges, Money(3'00));

    Counter other;
    EntryForm debited = debit(0);
    const std::string xml = replaced(entry_of(debited), "70000.00", "69999.00");
    const std::string ordered = "</Refs><AmtDtls><InstdAmt><Amt Ccy=\"EUR\">70000.00</Amt></InstdAmt></AmtDtls>";
    const BankReading reading = other.read(other.statement({replaced(xml, "</Refs>", ordered)}));
    EXPECT_THAT(reading.paid, IsEmpty());
    ASSERT_THAT(reading.unmatched, SizeIs(1));
    EXPECT_EQ(reading.unmatched[0].amount, Money(-69'999'00));
}

// What a bank kept of a return it says as charges, as the amount that was instructed, or as the transaction's own.
TEST_F(BankReadings, AReturnOfLessIsKnownByAnyOfTheAmountsABankGives) {
    const std::string instructed = "AmtDtls", charges = "Chrgs";
    const auto without = [](std::string entry, const std::string& element) {
        const std::size_t begin = entry.find('<' + element + '>'), end = entry.find("</" + element + '>');
        return entry.erase(begin, end + element.size() + 3 - begin);
    };
    for (int told = 0; told < 4; ++told) {
        Counter one;
        one.read(one.statement(one.debits()));
        EntryForm less = one.credit(0);
        less.charges = Money(3'00);
        std::string entry = entry_of(less);
        if (told != 0) entry = without(entry, charges);
        if (told > 1) entry = without(entry, instructed);
        if (told == 2) entry = replaced(entry, "</Refs>", "</Refs><Amt Ccy=\"EUR\">" + to_text(less.amount) + "</Amt>");
        if (told == 0) entry = without(entry, instructed);
        const BankReading reading = one.read(one.statement({entry}));
        EXPECT_EQ(reading.returned.size(), told < 3 ? 1u : 0u) << told;
        EXPECT_EQ(reading.unmatched.size(), told < 3 ? 0u : 1u) << told << ": nothing says why it is less";
    }
}

TEST_F(BankReadings, WhatWasOrderedIsNotBookedWhereTheEntryComesToLess) {
    std::string details = "<NtryDtls>";
    for (const SentOrder& one : transfers)
        details += "<TxDtls><Refs><EndToEndId>" + one.end_to_end +
                   "</EndToEndId></Refs><AmtDtls><InstdAmt>"
                   "<Amt Ccy=\"EUR\">" +
                   to_text(one.amount) + "</Amt></InstdAmt></AmtDtls></TxDtls>";
    const auto entry_with = [&](Money amount) {
        EntryForm entry = batch();
        entry.file = "OTHER";
        entry.amount = amount;
        const std::string xml = entry_of(entry);
        return xml.substr(0, xml.find("<NtryDtls>")) + details + "</NtryDtls></Ntry>";
    };
    EXPECT_THAT(read(statement({entry_with(batch().amount - Money(1))})).unmatched, SizeIs(6));
    expect_all(issued);
    EXPECT_THAT(read(statement({entry_with(batch().amount)})).paid, SizeIs(6));
}

TEST_F(BankReadings, AWordNobodyActsOnIsKeptWithItsOrder) {
    const BankReading reading =
        read(report("RVMC", "", {{transfers[0].end_to_end, "RVNM", ""}, {transfers[1].end_to_end, "BLCK", "AG01"}}));
    EXPECT_EQ(reading.matched, 0);
    EXPECT_THAT(reading.told, SizeIs(6));
    const auto told = [&](std::size_t i) { return life.ledger().book().find(transfers[i].order)->told; };
    EXPECT_EQ(told(0), "RVNM");
    EXPECT_EQ(told(1), "BLCK AG01");
    EXPECT_EQ(told(2), "RVMC");
    expect_all(issued);
}

TEST_F(BankReadings, AnOddValueStopsOnlyWhatIsOurs) {
    const std::string other = "<Ntry><Amt Ccy=\"EUR\">0.125</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>";
    const std::string dollars = "<Ntry><Amt Ccy=\"USD\">1.005</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts></Ntry>";
    const std::string bare = "<Ntry><Amt Ccy=\"EUR\">1.00</Amt><Sts>BOOK</Sts></Ntry>";
    const std::string balance =
        "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>"
        "<Amt Ccy=\"EUR\">66.0000000000001</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>";
    std::vector<std::string> entries = debits();
    entries.insert(entries.begin(), {balance, other, dollars, bare});
    const BankReading reading = read(statement(entries));
    EXPECT_THAT(reading.paid, SizeIs(6));
    ASSERT_THAT(reading.unmatched, SizeIs(1));
    EXPECT_EQ(reading.unmatched[0].count, 3);

    Counter ours;
    const auto refused = ours.life.read(ours.statement({replaced(entry_of(debit(0)), "70000.00", "70000.001")}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code::bank_value_malformed);
}

TEST_F(BankReadings, SeveralDocumentsAndBlanksInOneFileAreAllRead) {
    const auto each = debits();
    const BankReading reading = read("\r\n \n" + statement({each[0], each[1]}) + "\n<!-- next -->\n" +
                                     statement({each[2], each[3]}) + statement({each[4], each[5]}));
    EXPECT_THAT(reading.paid, SizeIs(6));
}

TEST_F(BankReadings, LinesOfOthersAreOneLineOfTheStatement) {
    std::vector<std::string> entries;
    for (int i = 0; i < 500; ++i)
        entries.push_back(entry_of({.end_to_end = "OTHER-" + std::to_string(i),
                                    .amount = Money(10'00),
                                    .day = "2024-06-03",
                                    .reference = "O" + std::to_string(i)}));
    entries.push_back(entry_of(
        {.end_to_end = "P01M88YXTM0AMVG6JA28W17NAKX", .amount = Money(10'00), .day = "2024-06-03", .reference = "X"}));
    const BankReading reading = read(statement(entries));
    ASSERT_THAT(reading.unmatched, SizeIs(2));
    EXPECT_EQ(reading.unmatched[0].reference, "P01M88YXTM0AMVG6JA28W17NAKX") << "a reference of our making";
    EXPECT_EQ(reading.unmatched[1].count, 500);
    EXPECT_EQ(reading.unmatched[1].amount, Money(-5'000'00));
    EXPECT_EQ(kept("bankLineUnmatched"), 2u);
}

TEST_F(BankReadings, StatementsOfOtherAccountsArePassedOver) {
    const std::string other =
        entry_of({.end_to_end = "OTHER-1", .amount = Money(10'00), .day = "2024-06-03", .reference = "O1"});
    const std::string theirs = statement_document("camt.053", "T1", "FR7620041010050500013M02606", {other});
    const BankReading reading = read(theirs + statement(debits()));
    EXPECT_THAT(reading.paid, SizeIs(6));
    EXPECT_THAT(reading.unmatched, IsEmpty());
    // A payee's own statement names our references too.
    const auto payees =
        life.read(statement_document("camt.053", "T2", "FR7620041010050500013M02606", {entry_of(credit(0, ""))}));
    ASSERT_FALSE(payees);
    EXPECT_EQ(payees.error().code, code::bank_account_unknown);
}

// An IBAN says whose the account is; a number of the bank's own says nothing, and the references count.
TEST_F(BankReadings, AStatementOfAnIbanThatIsNotOursIsNotRead) {
    for (const char* iban : {"FR7620041010050500013M02606", "CZ6508000000192000145399", "AZ21NABZ00000000137010001944",
                             "NO9386011117947", "BE00539007547034", "BE99539007547034"}) {
        Counter one;
        const auto refused = one.life.read(statement_document("camt.053", "T2", iban, debits()));
        ASSERT_FALSE(refused) << iban;
        EXPECT_EQ(refused.error().code, code::bank_account_unknown) << iban;
    }
    for (const char* number :
         {"50500013M02606", "NO938601111794", "F17620041010050500013M02606", "1R7620041010050500013",
          "@R7620041010050500013", "F[7620041010050500013", "F@7620041010050500013", "[R7620041010050500013",
          "FRM620041010050500013", "FR7M20041010050500013"}) {
        Counter one;
        EXPECT_THAT(one.read(statement_document("camt.053", "T2", number, one.debits())).paid, SizeIs(6)) << number;
    }
}

TEST_F(BankReadings, VersionsAreReadWhereTheirElementsAreTheSame) {
    for (const char* version : {".02\"", ".04\"", ".06\"", ".11\"", ".13\""}) {
        Counter one;
        EXPECT_THAT(one.read(replaced(one.statement(debits()), ".08\"", version)).paid, SizeIs(6)) << version;
    }
    for (const char* version : {".03\"", ".09\"", ".14\""}) {
        Counter one;
        one.read(replaced(one.report("ACCP", ""), ".10\"", version));
        one.expect_all(accepted);
    }
    for (const char* version : {".01\"", ".14\"", ".99\"", ".8\"", ".080\""}) {
        const auto refused = life.read(replaced(statement(debits()), ".08\"", version));
        ASSERT_FALSE(refused) << version;
        EXPECT_EQ(refused.error().code, code::bank_message_unknown) << version;
    }
    const auto old = life.read(replaced(report("PART", ""), "pain.002.001.10", "pain.002.001.02"));
    ASSERT_FALSE(old);
    EXPECT_EQ(old.error().code, code::bank_message_unknown);
}

TEST_F(BankReadings, ATimeInUtcBelongsToItsDayInParis) {
    for (const auto& [written, day] :
         std::vector<std::pair<std::string, Day>>{{"2024-06-30T22:30:00Z", day_of(2024, 7, 1)},
                                                  {"2024-06-30T21:59:59.999Z", day_of(2024, 6, 30)},
                                                  {"2024-06-30T23:30:00", day_of(2024, 6, 30)},
                                                  {"2024-06-30T23:30:00+02:00", day_of(2024, 6, 30)},
                                                  {"2024-07-01T00:30:00+05:00", day_of(2024, 6, 30)},
                                                  {"2024-06-30T18:30:00-04:00", day_of(2024, 7, 1)}}) {
        Counter one;
        one.read(one.statement(
            {replaced(entry_of(debit(0)), "<BookgDt><Dt>2024-06-03</Dt>", "<BookgDt><DtTm>" + written + "</DtTm>")}));
        EXPECT_EQ(one.life.ledger().book().find(transfers[0].order)->lastOn, day) << written;
    }
}

}  // namespace
}  // namespace ipep
