// What of an entry is whose: amounts, charges, references and directions that stand in the entry, in a transaction of
// it, or in both.
#include <gmock/gmock.h>

#include "services/bank/bank_message.h"
#include "services/words/code.h"
#include "tests/print.h"
#include "tests/services/bank/bank_samples.h"

namespace ipep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = BankLine::Kind;
using Scope = BankLine::Scope;

Told read_entries(const std::string& entries) {
    return told(document("camt.053.001.08", "BkToCstmrStmt", statement(entries)));
}
std::vector<BankLine> lines_of(const Entry& one) {
    const Told all = read_entries(entry(true, one));
    EXPECT_TRUE(all.verdict) << all.verdict.error().sentence();
    return all.lines;
}
std::string details(const std::string& transactions) { return "<NtryDtls>" + transactions + "</NtryDtls>"; }
std::string transaction(const std::string& content) { return "<TxDtls>" + content + "</TxDtls>"; }
std::string refs(const std::string& id) {
    return "<Refs>" + (id.empty() ? "" : "<EndToEndId>" + id + "</EndToEndId>") + "</Refs>";
}
std::string euros(const std::string& amount) { return "<Amt Ccy=\"EUR\">" + amount + "</Amt>"; }
std::string instructed(const std::string& amount) {
    return "<AmtDtls><InstdAmt>" + euros(amount) + "</InstdAmt></AmtDtls>";
}
std::string side(const std::string& direction) { return "<CdtDbtInd>" + direction + "</CdtDbtInd>"; }
BankLine alone(const std::string& content, const std::string& amount = "70.00") {
    const auto lines = lines_of({.amount = amount, .details = details(transaction(refs("P01") + content))});
    return lines.size() == 1 ? lines[0] : BankLine{};
}

TEST(StatementDetails, ATransferThatStandsAloneMovedWhatItsEntryMoved) {
    EXPECT_EQ(alone("").amount, Money(70'00));
    EXPECT_EQ(alone("").ordered, std::nullopt);
    EXPECT_EQ(alone(euros("70.00")).ordered, std::nullopt);
    const BankLine own = alone(euros("73.00"));
    EXPECT_EQ(own.amount, Money(70'00));
    EXPECT_EQ(own.ordered, Money(73'00));
    const BankLine both = alone(instructed("74.00") + euros("73.00"));
    EXPECT_EQ(both.ordered, Money(74'00)) << "what was ordered, before what was moved";
    const BankLine one = alone(instructed("74.00"));
    EXPECT_EQ(one.ordered, Money(74'00));
    EXPECT_FALSE(one.instructed);
    EXPECT_EQ(alone("<AmtDtls><InstdAmt>" + euros("x") + "</InstdAmt></AmtDtls>").ordered, std::nullopt);
}

TEST(StatementDetails, AmongOthersATransferHasItsOwnAmountOrTheOneOrdered) {
    const auto lines =
        lines_of({.amount = "30.00",
                  .details = details(transaction(refs("P01") + euros("10.00") + instructed("11.00")) +
                                     transaction(refs("P02") + instructed("20.00")) + transaction(refs("P03")))});
    ASSERT_THAT(lines, SizeIs(3));
    EXPECT_EQ(lines[0].amount, Money(10'00));
    EXPECT_FALSE(lines[0].instructed);
    EXPECT_EQ(lines[1].amount, Money(20'00));
    EXPECT_TRUE(lines[1].instructed);
    EXPECT_EQ(lines[2].amount, std::nullopt);
    EXPECT_FALSE(lines[2].instructed);
    for (const BankLine& line : lines) EXPECT_EQ(line.entry_amount, Money(30'00));
    const auto dollars =
        lines_of({.amount = "30.00",
                  .details = details(transaction(refs("P01") + "<Amt Ccy=\"USD\">10.00</Amt>" + instructed("11.00")) +
                                     transaction(refs("P02")))});
    EXPECT_EQ(dollars.at(0).amount, std::nullopt) << "what moved is not in euros";
    EXPECT_EQ(dollars.at(0).currency, "USD");
}

TEST(StatementDetails, OfChargesToldTwiceTheLargerIsTheTotal) {
    const auto charges = [](const std::string& content) { return "<Chrgs>" + content + "</Chrgs>"; };
    const std::string total = "<TtlChrgsAndTaxAmt Ccy=\"EUR\">3.00</TtlChrgsAndTaxAmt>";
    const auto record = [](const std::string& amount) { return "<Rcrd>" + euros(amount) + "</Rcrd>"; };
    EXPECT_EQ(alone("").charges, std::nullopt);
    EXPECT_EQ(alone(charges(total)).charges, Money(3'00));
    EXPECT_EQ(alone(charges(euros("2.00"))).charges, Money(2'00));
    EXPECT_EQ(alone(charges(record("1.00") + record("2.00"))).charges, Money(2'00));
    EXPECT_EQ(alone(charges(total + record("1.00"))).charges, Money(3'00));
    EXPECT_EQ(alone(charges(record("x"))).charges, std::nullopt) << "nothing depends on it";
    const auto of_entry = [&](const std::string& content, const std::string& own = "") {
        const std::string details_of = details(transaction(refs("P01") + own));
        return lines_of({.amount = "70.00", .details = charges(content) + details_of}).at(0).charges;
    };
    EXPECT_EQ(of_entry(total), Money(3'00));
    EXPECT_EQ(of_entry(euros("2.00")), Money(2'00));
    EXPECT_EQ(of_entry(record("1.00")), Money(1'00));
    EXPECT_EQ(of_entry(total, charges(record("1.00"))), Money(1'00)) << "its own first";
}

TEST(StatementDetails, ThoseThatNameNoTransferAreOneLineOfWhatIsLeft) {
    const std::string nameless = transaction(refs("") + euros("5.00"));
    auto lines = lines_of({.amount = "20.00", .details = details(nameless + nameless + nameless + nameless)});
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_EQ(lines[0].scope, Scope::batch);
    EXPECT_EQ(lines[0].count, 4);
    EXPECT_EQ(lines[0].amount, Money(20'00));
    lines = lines_of(
        {.amount = "20.00", .details = details(nameless + transaction(refs("P01") + euros("10.00")) + nameless)});
    ASSERT_THAT(lines, SizeIs(2));
    EXPECT_EQ(lines[0].end_to_end_id, "P01");
    EXPECT_EQ(lines[0].scope, Scope::transfer);
    EXPECT_EQ(lines[1].scope, Scope::batch);
    EXPECT_EQ(lines[1].count, 2);
    EXPECT_EQ(lines[1].amount, Money(10'00)) << "their sum, not the entry's amount";
    lines =
        lines_of({.amount = "20.00", .details = details(nameless + transaction(refs("P01")) + transaction(refs("")))});
    EXPECT_EQ(lines.at(1).amount, std::nullopt) << "of one of them nobody knows";
    lines =
        lines_of({.amount = "20.00", .details = details(transaction(refs("")) + transaction(refs("P01")) + nameless)});
    EXPECT_EQ(lines.at(1).amount, std::nullopt) << "nor where it is the first";
    lines =
        lines_of({.amount = "20.00", .details = details("<Btch><NbOfTxs>9</NbOfTxs></Btch>" + nameless + nameless)});
    EXPECT_EQ(lines.at(0).count, 9) << "the bank's count of the whole";
    lines = lines_of(
        {.amount = "20.00",
         .details = details("<Btch><NbOfTxs>9</NbOfTxs></Btch>" + nameless + nameless + transaction(refs("P01")))});
    EXPECT_EQ(lines.at(1).count, 2) << "not of a part";
}

TEST(StatementDetails, WhatCameBackOrWentTheOtherWayIsNotGathered) {
    const std::string nameless = transaction(refs("") + euros("5.00"));
    auto lines =
        lines_of({.amount = "5.00",
                  .details = details(nameless + nameless + transaction(refs("") + euros("5.00") + side("CRDT")))});
    ASSERT_THAT(lines, SizeIs(2));
    EXPECT_EQ(lines[0].scope, Scope::transfer);
    EXPECT_TRUE(lines[0].credit);
    EXPECT_EQ(lines[1].scope, Scope::batch);
    EXPECT_FALSE(lines[1].credit);
    const std::string reason = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>";
    lines = lines_of({.amount = "10.00",
                      .direction = "CRDT",
                      .details = details(transaction(refs("") + euros("5.00") + reason) +
                                         transaction(refs("") + euros("5.00") + reason))});
    ASSERT_THAT(lines, SizeIs(2));
    for (const BankLine& line : lines) EXPECT_EQ(line.kind, Kind::returned);
}

TEST(StatementDetails, MoneyComesBackAsAReturnInAnyOfItsForms) {
    const auto kind = [](const std::string& direction, const std::string& family, const std::string& sub,
                         const std::string& content = "") {
        const std::string code = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>" + family + "</Cd><SubFmlyCd>" + sub +
                                 "</SubFmlyCd></Fmly></Domn></BkTxCd>";
        const auto lines = lines_of({.amount = "5.00",
                                     .direction = direction,
                                     .code = code,
                                     .details = details(transaction(refs("P01") + content))});
        return lines.at(0).kind;
    };
    EXPECT_EQ(kind("CRDT", "ICDT", "RRTN"), Kind::returned);
    EXPECT_EQ(kind("CRDT", "RCDT", "RPCR"), Kind::returned);
    EXPECT_EQ(kind("CRDT", "RCDT", "ESCT"), Kind::booked);
    EXPECT_EQ(kind("DBIT", "ICDT", "RRTN"), Kind::booked) << "what goes out does not come back";
    EXPECT_EQ(kind("DBIT", "ICDT", "ESCT", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"), Kind::booked);
    EXPECT_EQ(kind("CRDT", "RCDT", "ESCT", "<RtrInf><AddtlInf>CLOS</AddtlInf></RtrInf>"), Kind::returned);
}

TEST(StatementDetails, ATransactionHasWhatItSaysAndTheRestOfItsEntry) {
    const BankLine bare = alone("");
    EXPECT_EQ(bare.bank_reference, "BANK-7");
    EXPECT_EQ(bare.bank_transaction_code, "PMNT/ICDT/ESCT");
    EXPECT_EQ(bare.currency, "EUR");
    const auto lines = lines_of(
        {.amount = "70.00",
         .details = "<NtryDtls><Btch><MsgId>F1</MsgId><PmtInfId>B1</PmtInfId></Btch>" +
                    transaction("<Refs><MsgId>F2</MsgId><AcctSvcrRef>T1</AcctSvcrRef><PmtInfId>B2</PmtInfId>"
                                "<EndToEndId>P01</EndToEndId></Refs>" +
                                euros("70.00") + std::string(kReturnCode) + "<RmtInf><Ustrd>own</Ustrd></RmtInf>") +
                    transaction(refs("P02") + euros("1.00")) + "</NtryDtls><AddtlNtryInf>all</AddtlNtryInf>"});
    ASSERT_THAT(lines, SizeIs(2));
    EXPECT_EQ(lines[0].message_id, "F2");
    EXPECT_EQ(lines[0].batch_id, "B2");
    EXPECT_EQ(lines[0].bank_reference, "T1");
    EXPECT_EQ(lines[0].bank_transaction_code, "PMNT/ICDT/RRTN");
    EXPECT_EQ(lines[0].remittance, "own");
    EXPECT_EQ(lines[1].message_id, "F1");
    EXPECT_EQ(lines[1].batch_id, "B1");
    EXPECT_EQ(lines[1].bank_reference, "BANK-7");
    EXPECT_EQ(lines[1].bank_transaction_code, "PMNT/ICDT/ESCT");
    const auto own = lines_of({.amount = "70.00",
                               .code = "<BkTxCd><Prtry><Cd>0560</Cd></Prtry></BkTxCd>",
                               .details = details(transaction(refs("P01")))});
    EXPECT_EQ(own.at(0).bank_transaction_code, "0560");
}

TEST(StatementDetails, TheOtherSideIsTheOneWhoseAccountIsNotTheStatements) {
    const auto with = [](const std::string& direction, const std::string& debtor, const std::string& creditor) {
        const std::string parties = "<RltdPties>" + party(true, "Dbtr", "DEBTOR", debtor) +
                                    party(true, "Cdtr", "CREDITOR", creditor) + "</RltdPties>";
        return lines_of(
                   {.amount = "1.00", .direction = direction, .details = details(transaction(refs("P01") + parties))})
            .at(0);
    };
    const std::string ours = own_account(), theirs = sound_iban(5), others = sound_iban(6);
    EXPECT_EQ(with("DBIT", ours, theirs).party_name, "CREDITOR");
    EXPECT_EQ(with("DBIT", ours, theirs).party_iban, theirs);
    EXPECT_EQ(with("CRDT", theirs, ours).party_name, "DEBTOR");
    EXPECT_EQ(with("CRDT", theirs, ours).party_iban, theirs);
    EXPECT_EQ(with("CRDT", ours, theirs).party_name, "CREDITOR") << "a return names the sides of the transfer";
    EXPECT_EQ(with("DBIT", theirs, ours).party_name, "DEBTOR");
    EXPECT_EQ(with("DBIT", theirs, others).party_name, "CREDITOR") << "where it is neither's, the direction says";
    EXPECT_EQ(with("CRDT", theirs, others).party_name, "DEBTOR");
}

TEST(StatementDetails, TheFirstOddValueOfALineIsKept) {
    const auto odd = [](const std::string& entry_text) {
        const Told all = read_entries(entry_text);
        std::vector<std::string> elements;
        for (const BankLine& line : all.lines) elements.push_back(line.odd ? line.odd->why.arguments.at(0).second : "");
        return elements;
    };
    const std::string sound = entry(true, {.amount = "1.00"});
    EXPECT_THAT(odd(sound), ElementsAre(""));
    EXPECT_THAT(odd(entry(true, {.amount = "x", .direction = "y"})), ElementsAre("Amt"));
    EXPECT_THAT(odd(entry(true, {.amount = "1.00", .direction = "y"})), ElementsAre("CdtDbtInd"));
    const std::string odd_one = transaction(refs("P01") + euros("x")),
                      sound_one = transaction(refs("P02") + euros("1.00"));
    EXPECT_THAT(odd(entry(true, {.amount = "2.00", .details = details(odd_one + sound_one)})), ElementsAre("Amt", ""));
    EXPECT_THAT(odd(entry(true, {.amount = "2.00", .direction = "y", .details = details(sound_one + sound_one)})),
                ElementsAre("CdtDbtInd", "CdtDbtInd"))
        << "what is odd of an entry is odd of all its lines";
    const std::string nameless = transaction(refs("") + euros("1.00"));
    EXPECT_THAT(odd(entry(true, {.amount = "2.00", .direction = "y", .details = details(nameless + nameless)})),
                ElementsAre("CdtDbtInd"));
}

TEST(StatementDetails, ValueDaysAndCountsThatCannotBeReadAreNone) {
    const auto with = [](const std::string& from, const std::string& to) {
        std::string one = entry(true, {.amount = "1.00", .details = details("<Btch><NbOfTxs>3</NbOfTxs></Btch>")});
        const Told all = read_entries(one.replace(one.find(from), from.size(), to));
        EXPECT_FALSE(all.lines.at(0).odd);
        return all.lines.at(0);
    };
    EXPECT_EQ(with("2026-06-16", "16 juin").value_on, std::nullopt);
    EXPECT_EQ(with("<ValDt><Dt>2026-06-16</Dt>", "<ValDt><DtTm>2026-06-17T08:00:00</DtTm>").value_on,
              parse_day("2026-06-17"));
    EXPECT_EQ(with("<NbOfTxs>3", "<NbOfTxs>trois").count, std::nullopt);
    EXPECT_EQ(with("<NbOfTxs>3", "<NbOfTxs>4").count, 4);
}

TEST(StatementDetails, BalancesAreThoseOfTheirAccountInEuros) {
    const auto head = [](const std::string& from, const std::string& to) {
        std::string whole = statement(entry(true, {.amount = "1.00"}));
        const Told all =
            told(document("camt.053.001.08", "BkToCstmrStmt", whole.replace(whole.find(from), from.size(), to)));
        return all.heads.at(0);
    };
    EXPECT_EQ(head("OPBD", "OPBD").opening, Money(1000'00));
    EXPECT_EQ(head("OPBD", "PRCD").opening, Money(1000'00));
    EXPECT_EQ(head("OPBD", "ITBD").opening, std::nullopt);
    EXPECT_EQ(head("1000.00", "x").opening, std::nullopt);
    EXPECT_EQ(head("<Amt Ccy=\"EUR\">1000.00", "<Amt Ccy=\"USD\">1000.00").opening, std::nullopt);
    EXPECT_EQ(head("CRDT", "DBIT").opening, Money(-1000'00));
    EXPECT_EQ(head("CRDT", "x").opening, std::nullopt);
    EXPECT_EQ(head("CLBD", "ITBD").closing, std::nullopt);
    EXPECT_EQ(head("<Ccy>EUR", "<Ccy>USD").currency, "USD");
}

TEST(StatementDetails, AStatementBeginsAnew) {
    std::string second = statement(entry(true, {.amount = "1.00"}), "S2", sound_iban(2));
    for (const std::string balance : {"OPBD", "CLBD"}) second.replace(second.find(balance), 4, "ITBD");
    const Told all =
        told(document("camt.053.001.08", "BkToCstmrStmt", statement(entry(true, {.amount = "1.00"})) + second));
    ASSERT_THAT(all.heads, SizeIs(2));
    EXPECT_EQ(all.heads[1].message_id, "M1");
    EXPECT_EQ(all.heads[1].opening, std::nullopt);
    EXPECT_EQ(all.heads[1].closing, std::nullopt);
}

TEST(StatementDetails, AnEmptyStatementIsAHeadAlone) {
    const Told all = read_entries("");
    ASSERT_TRUE(all.verdict);
    EXPECT_THAT(all.heads, SizeIs(1));
    EXPECT_THAT(all.lines, IsEmpty());
    const Told none = told(document("camt.053.001.08", "BkToCstmrStmt", "<Stmt><Id>S1</Id></Stmt>"));
    ASSERT_FALSE(none.verdict);
    EXPECT_EQ(none.verdict.error().code, code::bank_element_missing);
}

TEST(StatementDetails, OtherNumbersThanIbansAreAccounts) {
    std::string whole = statement(entry(true, {.amount = "1.00"}));
    const std::string iban = "<IBAN>" + own_account() + "</IBAN>";
    const Told all =
        told(document("camt.053.001.08", "BkToCstmrStmt",
                      whole.replace(whole.find(iban), iban.size(), "<Othr><Id>50500013M02606</Id></Othr>")));
    EXPECT_EQ(all.heads.at(0).account, "50500013M02606");
}

}  // namespace
}  // namespace ipep
