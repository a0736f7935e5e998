// What banks send, as they send it: each kind in both generations, and the ways in which banks differ. Every sample is
// made up here; where ISO's schemas lie beside the project it is held against them first.
#include "services/bank/bank_message.h"

#include <gmock/gmock.h>

#include "services/words/code.h"
#include "tests/print.h"
#include "tests/scratch.h"
#include "tests/services/bank/bank_samples.h"

namespace ipep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = BankLine::Kind;
using Scope = BankLine::Scope;

// Both generations say the same in other words.
class Statement : public testing::TestWithParam<bool> {
protected:
    bool recent() const { return GetParam(); }
    Told read(const Entry& one) const {
        return told_sound(recent() ? "camt.053.001.08" : "camt.053.001.02", "BkToCstmrStmt",
                          statement(entry(recent(), one)));
    }
    // The amount of a transaction within an entry.
    std::string amount(const std::string& text) const {
        return recent() ? "<Amt Ccy=\"EUR\">" + text + "</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
                        : "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">" + text + "</Amt></TxAmt></AmtDtls>";
    }
};
INSTANTIATE_TEST_SUITE_P(BothGenerations, Statement, testing::Bool());

TEST_P(Statement, OneTransferIsOneLineWithAllTheBankSays) {
    const std::string payee = sound_iban(9);
    const Told all =
        read({.amount = "70000.00",
              .details = "<NtryDtls><TxDtls><Refs><MsgId>351-2026-0001</MsgId><PmtInfId>B1</PmtInfId>"
                         "<EndToEndId>P01</EndToEndId></Refs><RltdPties>" +
                         party(recent(), "Dbtr", "CPAM", own_account()) + party(recent(), "Cdtr", "Pole", payee) +
                         "</RltdPties><RmtInf><Ustrd>Credit</Ustrd><Ustrd>d'amorcage</Ustrd></RmtInf>"
                         "</TxDtls></NtryDtls>"});
    BankMessageHead head;
    head.kind = BankMessageHead::Kind::statement;
    head.message = recent() ? "camt.053.001.08" : "camt.053.001.02";
    head.message_id = "M1";
    head.created_at = "2026-06-16T06:30:00+02:00";
    head.statement_id = "S1";
    head.account = own_account();
    head.currency = "EUR";
    head.opening = Money(1000'00);
    head.closing = Money(-250'50);
    EXPECT_THAT(all.heads, ElementsAre(head));
    BankLine line;
    line.kind = Kind::booked;
    line.message_id = "351-2026-0001";
    line.batch_id = "B1";
    line.end_to_end_id = "P01";
    line.amount = line.entry_amount = Money(70'000'00);
    line.currency = "EUR";
    line.booked_on = parse_day("2026-06-15");
    line.value_on = parse_day("2026-06-16");
    line.status = "BOOK";
    line.entry_reference = "E1";
    line.bank_reference = "BANK-7";
    line.bank_transaction_code = "PMNT/ICDT/ESCT";
    line.party_name = "Pole";
    line.party_iban = payee;
    line.remittance = "Credit d'amorcage";
    line.entry = 1;
    EXPECT_THAT(all.lines, ElementsAre(line));
}

TEST_P(Statement, ABatchBookedAtOnceIsOneLineOfItsBatch) {
    const Told all =
        read({.amount = "12345.67",
              .details = "<NtryDtls><Btch><MsgId>F1</MsgId><PmtInfId>B1</PmtInfId><NbOfTxs>42</NbOfTxs></Btch>"
                         "</NtryDtls>"});
    ASSERT_THAT(all.lines, SizeIs(1));
    const BankLine& line = all.lines[0];
    EXPECT_EQ(line.scope, Scope::batch);
    EXPECT_EQ(line.kind, Kind::booked);
    EXPECT_EQ(line.batch_id, "B1");
    EXPECT_EQ(line.message_id, "F1");
    EXPECT_EQ(line.count, 42);
    EXPECT_EQ(line.amount, Money(12'345'67));
    EXPECT_FALSE(line.credit);
}

// Some banks put the batch's id into the references of one transaction.
TEST_P(Statement, ABatchNamedInReferencesOnlyIsOneOfTheBatchToo) {
    const Told all =
        read({.amount = "12345.67",
              .details = "<NtryDtls><Btch><NbOfTxs>42</NbOfTxs></Btch><TxDtls><Refs><PmtInfId>B1</PmtInfId>"
                         "<EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls></NtryDtls>"});
    ASSERT_THAT(all.lines, SizeIs(1));
    EXPECT_EQ(all.lines[0].scope, Scope::batch);
    EXPECT_EQ(all.lines[0].batch_id, "B1");
    EXPECT_EQ(all.lines[0].end_to_end_id, "");
    EXPECT_EQ(all.lines[0].count, 42);
    EXPECT_EQ(all.lines[0].amount, Money(12'345'67));
}

// Two of three were executed: what was not is not there.
TEST_P(Statement, ABatchWithDetailsIsOneLineEachWithTheBatchOnIt) {
    const auto one = [&](const char* id, const char* euros) {
        return std::string("<TxDtls><Refs><EndToEndId>") + id + "</EndToEndId></Refs>" + amount(euros) + "</TxDtls>";
    };
    const Told all = read({.amount = "30.00",
                           .details = "<NtryDtls><Btch><PmtInfId>B1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>" +
                                      one("P01", "10.00") + one("P03", "20") + "</NtryDtls>"});
    ASSERT_THAT(all.lines, SizeIs(2));
    for (const BankLine& line : all.lines) {
        EXPECT_EQ(line.scope, Scope::transfer);
        EXPECT_EQ(line.batch_id, "B1");
        EXPECT_EQ(line.entry, 1);
    }
    EXPECT_EQ(all.lines[0].end_to_end_id, "P01");
    EXPECT_EQ(all.lines[0].amount, Money(10'00));
    EXPECT_EQ(all.lines[1].end_to_end_id, "P03");
    EXPECT_EQ(all.lines[1].amount, Money(20'00));
}

TEST_P(Statement, TransactionsWithoutAmountsHaveNoneUnlessAlone) {
    const std::string bare = "<TxDtls><Refs><EndToEndId>P01</EndToEndId></Refs></TxDtls>";
    Told all = read({.amount = "30.00", .details = "<NtryDtls>" + bare + "</NtryDtls>"});
    ASSERT_THAT(all.lines, SizeIs(1));
    EXPECT_EQ(all.lines[0].amount, Money(30'00));
    all = read({.amount = "30.00", .details = "<NtryDtls>" + bare + bare + "</NtryDtls>"});
    ASSERT_THAT(all.lines, SizeIs(2));
    EXPECT_EQ(all.lines[0].amount, std::nullopt);
    EXPECT_EQ(all.lines[1].amount, std::nullopt);
}

TEST_P(Statement, AReturnAfterPaymentIsKnownByItsReasonItsCodeOrTheReversal) {
    const std::string refs = "<Refs><EndToEndId>P01</EndToEndId></Refs>";
    const std::string reason =
        "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>COMPTE</AddtlInf><AddtlInf>CLOS</AddtlInf></RtrInf>";
    const auto details = [&](const std::string& more) {
        return "<NtryDtls><TxDtls>" + refs + more + "</TxDtls></NtryDtls>";
    };
    const Told with_reason = read({.amount = "70.00", .direction = "CRDT", .details = details(reason)});
    ASSERT_THAT(with_reason.lines, SizeIs(1));
    EXPECT_EQ(with_reason.lines[0].kind, Kind::returned);
    EXPECT_EQ(with_reason.lines[0].reason_code, "AC04");
    EXPECT_EQ(with_reason.lines[0].reason_text, "COMPTE CLOS");
    EXPECT_EQ(with_reason.lines[0].end_to_end_id, "P01");
    EXPECT_TRUE(with_reason.lines[0].credit);
    const Told by_code = read({.amount = "70.00", .direction = "CRDT", .code = kReturnCode, .details = details("")});
    EXPECT_EQ(by_code.lines.at(0).kind, Kind::returned);
    const Told reversed =
        read({.amount = "70.00", .direction = "CRDT", .reversal = "<RvslInd>true</RvslInd>", .details = details("")});
    EXPECT_EQ(reversed.lines.at(0).kind, Kind::returned);
    EXPECT_TRUE(reversed.lines.at(0).reversal);
    const Told plain = read({.amount = "70.00", .direction = "CRDT", .details = details("")});
    EXPECT_EQ(plain.lines.at(0).kind, Kind::booked);
}

// ISO has the side of the reversal, German banks that of what is reversed: of our transfers, which are debits, both
// come back.
TEST_P(Statement, ADebitThatIsReversedComesBack) {
    const Told all = read({.amount = "70.00", .reversal = "<RvslInd>true</RvslInd>"});
    EXPECT_EQ(all.lines.at(0).kind, Kind::returned);
    EXPECT_TRUE(all.lines.at(0).credit);
    EXPECT_TRUE(all.lines.at(0).reversal);
}

TEST_P(Statement, WhatIsNotBookedIsNeverABooking) {
    for (const char* status : {"PDNG", "INFO"}) {
        const Told all = read({.amount = "70.00", .status = status});
        EXPECT_EQ(all.lines.at(0).kind, Kind::pending) << status;
        EXPECT_EQ(all.lines.at(0).status, status);
    }
}

TEST_P(Statement, AFeeOrATransferOfOthersIsALineWithoutOurIds) {
    const Told all = read({.amount = "1.5",
                           .code = "<BkTxCd><Prtry><Cd>0560</Cd><Issr>CFONB</Issr></Prtry></BkTxCd>",
                           .details = "<AddtlNtryInf>FRAIS TENUE DE COMPTE</AddtlNtryInf>"});
    ASSERT_THAT(all.lines, SizeIs(1));
    EXPECT_EQ(all.lines[0].end_to_end_id, "");
    EXPECT_EQ(all.lines[0].batch_id, "");
    EXPECT_EQ(all.lines[0].scope, Scope::transfer);
    EXPECT_EQ(all.lines[0].bank_transaction_code, "0560");
    EXPECT_EQ(all.lines[0].remittance, "FRAIS TENUE DE COMPTE");
}

TEST_P(Statement, TheOtherSideOfAReceivedTransferIsItsDebtor) {
    const Told all =
        read({.amount = "12.00",
              .direction = "CRDT",
              .details = "<NtryDtls><TxDtls><RltdPties>" + party(recent(), "Dbtr", "Pole", sound_iban(5)) +
                         party(recent(), "Cdtr", "CPAM", own_account()) + "</RltdPties></TxDtls></NtryDtls>"});
    EXPECT_EQ(all.lines.at(0).party_name, "Pole");
    EXPECT_EQ(all.lines.at(0).party_iban, sound_iban(5));
}

TEST_P(Statement, SeveralAccountsInAFileHaveAHeadEach) {
    const std::string one = entry(recent(), {.amount = "1.00"});
    const Told all =
        told_sound(recent() ? "camt.053.001.08" : "camt.053.001.02", "BkToCstmrStmt",
                   statement(one) + statement("", "S2", sound_iban(2)) + statement(one + one, "S3", sound_iban(3)));
    ASSERT_THAT(all.heads, SizeIs(3));
    EXPECT_EQ(all.heads[1].account, sound_iban(2));
    EXPECT_EQ(all.heads[2].statement_id, "S3");
    ASSERT_THAT(all.lines, SizeIs(3));
    EXPECT_EQ(all.lines[2].entry, 3);
}

TEST_P(Statement, ANotificationIsReadAlike) {
    const std::string content =
        "<Ntfctn><Id>N1</Id><CreDtTm>2026-06-16T06:30:00</CreDtTm><Acct><Id><IBAN>" + own_account() +
        "</IBAN></Id></Acct>" +
        entry(recent(), {.amount = "70.00",
                         .direction = "CRDT",
                         .details = "<NtryDtls><TxDtls><Refs><EndToEndId>P01</EndToEndId></Refs>"
                                    "<RtrInf><Rsn><Prtry>X9</Prtry></Rsn></RtrInf></TxDtls></NtryDtls>"}) +
        "</Ntfctn>";
    const Told all = told_sound(recent() ? "camt.054.001.08" : "camt.054.001.02", "BkToCstmrDbtCdtNtfctn", content);
    ASSERT_THAT(all.heads, SizeIs(1));
    EXPECT_EQ(all.heads[0].kind, BankMessageHead::Kind::notification);
    EXPECT_EQ(all.heads[0].opening, std::nullopt);
    EXPECT_EQ(all.lines.at(0).kind, Kind::returned);
    EXPECT_EQ(all.lines.at(0).reason_code, "X9");
}

Told status_report(const std::string& content, const std::string& message = "pain.002.001.11") {
    return told_sound(message, "CstmrPmtStsRpt", content);
}
std::string group(const std::string& more) {
    return "<OrgnlGrpInfAndSts><OrgnlMsgId>F1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>" + more +
           "</OrgnlGrpInfAndSts>";
}
const std::string kReason = "<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>Compte inconnu</AddtlInf></StsRsnInf>";

TEST(StatusReport, OfTheWholeFileIsOneLineOfTheFile) {
    for (const char* message : {"pain.002.001.03", "pain.002.001.10", "pain.002.001.11"}) {
        const Told all = status_report(group("<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>30.1</OrgnlCtrlSum>"
                                             "<GrpSts>RJCT</GrpSts>" +
                                             kReason),
                                       message);
        ASSERT_THAT(all.lines, SizeIs(1));
        const BankLine& line = all.lines[0];
        EXPECT_EQ(line.kind, Kind::status);
        EXPECT_EQ(line.scope, Scope::file);
        EXPECT_EQ(line.message_id, "F1");
        EXPECT_EQ(line.status, "RJCT");
        EXPECT_EQ(line.reason_code, "AC01");
        EXPECT_EQ(line.reason_text, "Compte inconnu");
        EXPECT_EQ(line.count, 3);
        EXPECT_EQ(line.amount, Money(30'10));
        EXPECT_EQ(all.heads.at(0).message, message);
        EXPECT_EQ(all.heads.at(0).kind, BankMessageHead::Kind::status_report);
    }
}

TEST(StatusReport, APartialBatchNamesEachTransferAfterItsBatch) {
    const Told all = status_report(
        group("<GrpSts>PART</GrpSts>") +
        "<OrgnlPmtInfAndSts><OrgnlPmtInfId>B1</OrgnlPmtInfId><OrgnlNbOfTxs>3</OrgnlNbOfTxs><PmtInfSts>PART</PmtInfSts>"
        "<TxInfAndSts><OrgnlEndToEndId>P01</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>"
        "<TxInfAndSts><OrgnlEndToEndId>P02</OrgnlEndToEndId><TxSts>RJCT</TxSts>" +
        kReason +
        "<AcctSvcrRef>R2</AcctSvcrRef><OrgnlTxRef><Amt><InstdAmt "
        "Ccy=\"EUR\">70.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>"
        "<TxInfAndSts><OrgnlEndToEndId>P03</OrgnlEndToEndId><TxSts>RVNM</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>");
    ASSERT_THAT(all.lines, SizeIs(5));
    EXPECT_EQ(all.lines[1].scope, Scope::batch);
    EXPECT_EQ(all.lines[1].batch_id, "B1");
    EXPECT_EQ(all.lines[1].count, 3);
    EXPECT_EQ(all.lines[2].end_to_end_id, "P01");
    EXPECT_EQ(all.lines[2].status, "ACSC");
    EXPECT_EQ(all.lines[2].batch_id, "B1");
    EXPECT_EQ(all.lines[2].message_id, "F1");
    EXPECT_EQ(all.lines[3].status, "RJCT");
    EXPECT_EQ(all.lines[3].reason_code, "AC01");
    EXPECT_EQ(all.lines[3].bank_reference, "R2");
    EXPECT_EQ(all.lines[3].amount, Money(70'00));
    EXPECT_EQ(all.lines[4].status, "RVNM");  // kept as given
    EXPECT_EQ(all.lines[4].reason_code, "");
}

TEST(StatusReport, ATransferWithoutAStatusHasThatOfItsBatchOrFile) {
    const std::string bare = "<TxInfAndSts><OrgnlEndToEndId>P01</OrgnlEndToEndId></TxInfAndSts>";
    const auto batch = [&](const std::string& status) {
        return "<OrgnlPmtInfAndSts><OrgnlPmtInfId>B1</OrgnlPmtInfId>" + status + bare + "</OrgnlPmtInfAndSts>";
    };
    Told all = status_report(group("<GrpSts>ACCP</GrpSts>") + batch("<PmtInfSts>RJCT</PmtInfSts>" + kReason));
    EXPECT_EQ(all.lines.back().status, "RJCT");
    EXPECT_EQ(all.lines.back().reason_code, "AC01");
    all = status_report(group("<GrpSts>ACCP</GrpSts>") + batch(""));
    ASSERT_THAT(all.lines, SizeIs(2));
    EXPECT_EQ(all.lines.back().status, "ACCP");
    EXPECT_EQ(all.lines.back().end_to_end_id, "P01");
    all = status_report(group("") + batch(""));
    EXPECT_THAT(all.lines, IsEmpty());
}

std::string batch_of(const std::string& content) { return "<OrgnlPmtInfAndSts>" + content + "</OrgnlPmtInfAndSts>"; }
std::string transfer_of(const std::string& content) { return "<TxInfAndSts>" + content + "</TxInfAndSts>"; }
std::string reason(const std::string& code, const std::string& text) {
    return "<StsRsnInf><Rsn>" + code + "</Rsn><AddtlInf>" + text + "</AddtlInf></StsRsnInf>";
}

TEST(StatusReport, TheFirstReasonIsTheMainOneAndAllTextsAreKept) {
    const Told all = status_report(
        group("<GrpSts>RJCT</GrpSts>" + reason("<Prtry>X1</Prtry>", "one") + reason("<Cd>AC04</Cd>", "two")));
    EXPECT_EQ(all.lines.at(0).reason_code, "X1");
    EXPECT_EQ(all.lines.at(0).reason_text, "one two");
}

TEST(StatusReport, ATransferHasItsOwnReasonAndElseThatOfWhoseStatusItHas) {
    const auto last = [](const std::string& of_group, const std::string& of_batch, const std::string& of_transfer) {
        return status_report(group(of_group) +
                             batch_of("<OrgnlPmtInfId>B1</OrgnlPmtInfId>" + of_batch +
                                      transfer_of("<OrgnlEndToEndId>P01</OrgnlEndToEndId>" + of_transfer)))
            .lines.back();
    };
    const std::string file = "<GrpSts>RJCT</GrpSts>" + reason("<Cd>AM05</Cd>", "file");
    const std::string batch = "<PmtInfSts>RJCT</PmtInfSts>" + reason("<Cd>AC04</Cd>", "batch");
    const std::string own = reason("<Cd>DU01</Cd>", "own");
    EXPECT_EQ(last(file, "", "").reason_code + last(file, "", "").reason_text, "AM05file");
    EXPECT_EQ(last(file, batch, "").reason_code + last(file, batch, "").reason_text, "AC04batch");
    EXPECT_EQ(last(file, batch, own).reason_code + last(file, batch, own).reason_text, "DU01own");
    EXPECT_EQ(last(file, batch, "<TxSts>ACSC</TxSts>").reason_code, "") << "its own status has no reason";
    EXPECT_EQ(last(file, batch, "<TxSts>ACSC</TxSts>").status, "ACSC");
}

TEST(StatusReport, WhatATransferWasToPayAndWhomIsToldAsItStands) {
    const auto original = [](const std::string& content) {
        return status_report(group("") +
                             batch_of("<OrgnlPmtInfId>B1</OrgnlPmtInfId>" +
                                      transfer_of("<OrgnlEndToEndId>P01</OrgnlEndToEndId><TxSts>ACSC</TxSts>"
                                                  "<OrgnlTxRef>" +
                                                  content + "</OrgnlTxRef>")))
            .lines.at(0);
    };
    const BankLine line =
        original("<Amt><InstdAmt Ccy=\"EUR\">70.00</InstdAmt></Amt>" + party(true, "Cdtr", "Pole", sound_iban(5)));
    EXPECT_EQ(line.amount, Money(70'00));
    EXPECT_EQ(line.currency, "EUR");
    EXPECT_EQ(line.party_name, "Pole");
    EXPECT_EQ(line.party_iban, sound_iban(5));
    const BankLine dollars = original("<Amt><InstdAmt Ccy=\"USD\">70.00</InstdAmt></Amt>");
    EXPECT_EQ(dollars.amount, std::nullopt);
    EXPECT_EQ(dollars.currency, "USD");
}

TEST(StatusReport, ACountOrASumThatCannotBeReadIsNone) {
    const auto line = [](const std::string& count, const std::string& sum) {
        const Told all = told(document("pain.002.001.11", "CstmrPmtStsRpt",
                                       group("<OrgnlNbOfTxs>" + count + "</OrgnlNbOfTxs><OrgnlCtrlSum>" + sum +
                                             "</OrgnlCtrlSum><GrpSts>ACCP</GrpSts>")));
        EXPECT_TRUE(all.verdict);
        return all.lines.at(0);
    };
    EXPECT_EQ(line("3", "x").amount, std::nullopt);
    EXPECT_EQ(line("3", "x").count, 3);
    EXPECT_EQ(line("x", "1.00").count, std::nullopt);
    EXPECT_EQ(line("x", "1.00").amount, Money(1'00));
    EXPECT_EQ(line("3", "1.00").currency, "EUR");
}

TEST(StatusReport, AFileWhoseNameIsNotProvidedIsKnownByItsTransfers) {
    const std::string unnamed =
        "<OrgnlGrpInfAndSts><OrgnlMsgId>NOTPROVIDED</OrgnlMsgId>"
        "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>";
    const Told all =
        status_report(unnamed + batch_of("<OrgnlPmtInfId>NOTPROVIDED</OrgnlPmtInfId>" +
                                         transfer_of("<OrgnlEndToEndId>P01</OrgnlEndToEndId><TxSts>ACSC</TxSts>")));
    ASSERT_THAT(all.lines, SizeIs(1));
    EXPECT_EQ(all.lines[0].message_id, "");
    EXPECT_EQ(all.lines[0].end_to_end_id, "P01");
}

TEST(StatusReport, ABatchWithoutItsNameIsRefusedAndOneThatIsNotProvidedIsNot) {
    const std::string of_transfer = transfer_of("<OrgnlEndToEndId>P01</OrgnlEndToEndId><TxSts>ACSC</TxSts>");
    const auto report = [&](const std::string& content) {
        return told(document("pain.002.001.11", "CstmrPmtStsRpt", group("") + batch_of(content)));
    };
    EXPECT_EQ(report(of_transfer).verdict.error().code, code::bank_element_missing);
    EXPECT_EQ(report("").verdict.error().code, code::bank_element_missing);
    const Told unnamed = report("<OrgnlPmtInfId>NOTPROVIDED</OrgnlPmtInfId>" + of_transfer + of_transfer);
    EXPECT_THAT(unnamed.lines, SizeIs(2));
    EXPECT_EQ(unnamed.lines.at(0).batch_id, "");
    const Told two = told(document("pain.002.001.11", "CstmrPmtStsRpt",
                                   group("") + batch_of("<OrgnlPmtInfId>B1</OrgnlPmtInfId>") + batch_of("")));
    EXPECT_EQ(two.verdict.error().code, code::bank_element_missing) << "the name of the batch before is not this one's";
}

TEST(BankMessage, OthersAreRefusedByTheirNamespace) {
    for (const char* message : {"pain.001.001.09", "camt.052.001.02", "camt.053.001.14", "pacs.008.001.08"}) {
        const Told all = told(document(message, "X", ""));
        ASSERT_FALSE(all.verdict);
        EXPECT_EQ(all.verdict.error().code, code::bank_message_unknown);
        EXPECT_THAT(all.verdict.error().sentence(), HasSubstr(message));
    }
    EXPECT_EQ(told("<Document/>").verdict.error().code, code::bank_message_unknown);
    EXPECT_EQ(told("<html xmlns='http://www.w3.org/1999/xhtml'/>").verdict.error().code, code::bank_message_unknown);
}

Code refused(const std::string& content) {
    const Told all = told(document("camt.053.001.02", "BkToCstmrStmt", content));
    if (all.verdict) return all.lines.empty() || !all.lines[0].odd ? code::conflict : all.lines[0].odd->why.code;
    EXPECT_EQ(all.verdict.error().sentence().find('{'), std::string::npos) << all.verdict.error().sentence();
    return all.verdict.error().code;
}

std::string without(std::string text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
    return text.erase(text.find(part), part.size());
}

TEST(BankMessage, WhatIsNeededAndMissingIsNamed) {
    const std::string sound = statement(entry(false, {.amount = "1.00"}));
    EXPECT_EQ(refused(sound), code::conflict);
    EXPECT_EQ(refused(""), code::bank_element_missing);
    EXPECT_EQ(refused("<Stmt/>"), code::bank_element_missing);
    for (const char* part : {"<Amt Ccy=\"EUR\">1.00</Amt>", "<Sts>BOOK</Sts>"})
        EXPECT_EQ(refused(without(sound, part)), code::bank_element_missing) << part;
    const std::string direction = "<CdtDbtInd>DBIT</CdtDbtInd>";
    std::string undirected = sound;
    undirected.erase(undirected.find(direction, undirected.find("<Ntry>")), direction.size());
    EXPECT_EQ(refused(undirected), code::bank_element_missing);
    EXPECT_EQ(refused(without(sound, "<IBAN>" + own_account() + "</IBAN>")), code::bank_element_missing);
    const Told anonymous = told(without(document("camt.053.001.02", "BkToCstmrStmt", sound), "<MsgId>M1</MsgId>"));
    EXPECT_EQ(anonymous.verdict.error().code, code::bank_element_missing);
    EXPECT_EQ(told(document("pain.002.001.11", "CstmrPmtStsRpt", "")).verdict.error().code, code::bank_element_missing);
    EXPECT_EQ(told(document("pain.002.001.11", "CstmrPmtStsRpt", "<OrgnlPmtInfAndSts/>")).verdict.error().code,
              code::bank_element_missing);  // found by fuzzing
    EXPECT_EQ(told(document("pain.002.001.11", "CstmrPmtStsRpt", "<OrgnlGrpInfAndSts/>")).verdict.error().code,
              code::bank_element_missing);
}

TEST(BankMessage, AnAmountIsReadToTheCentOrRefused) {
    const auto amount = [](const std::string& text, const std::string& currency = "EUR") {
        const std::string one = entry(false, {.amount = text});
        const Told all =
            told(document("camt.053.001.02", "BkToCstmrStmt",
                          statement(std::string(one).replace(one.find("\"EUR\""), 5, '"' + currency + '"'))));
        const auto& odd = all.lines.at(0).odd;
        if (odd) {
            EXPECT_EQ(odd->why.code, code::bank_value_malformed);
        }
        return odd ? std::optional<Money>(Money(-1)) : all.lines.at(0).amount;
    };
    for (const auto& [text, cents] : {std::pair{"8.85", 885},
                                      {"2700", 270000},
                                      {"0", 0},
                                      {"007.5", 750},
                                      {".5", 50},
                                      {"1.", 100},
                                      {"+1.10000", 110},
                                      {"1234567.89", 123456789}})
        EXPECT_EQ(amount(text), Money(cents)) << text;
    for (const char* wrong :
         {"", "-1", "1,00", "1e2", "0x1", "1.001", "1 000", "NaN", ".", "9999999999999999999", "1.2.3"})
        EXPECT_EQ(amount(wrong), Money(-1)) << wrong;
    EXPECT_EQ(amount("8.123", "TND"), std::nullopt);  // dinars have thousandths; only euros become Money
}

TEST(BankMessage, DaysDirectionsAndCountsAreReadOrRefused) {
    const std::string sound = statement(entry(false, {.amount = "1.00"}));
    const auto with = [&](const std::string& from, const std::string& to) {
        return refused(std::string(sound).replace(sound.find(from, sound.find("<Ntry>")), from.size(), to));
    };
    EXPECT_EQ(with("<BookgDt><Dt>2026-06-15<", "<BookgDt><Dt>2026-06-31<"), code::bank_value_malformed);
    EXPECT_EQ(with("<BookgDt><Dt>2026-06-15<", "<BookgDt><Dt>15/06/2026<"), code::bank_value_malformed);
    EXPECT_EQ(with("<BookgDt><Dt>2026-06-15</Dt>", "<BookgDt><DtTm>2026-06-15T23:59:59.9+02:00</DtTm>"),
              code::conflict);
    EXPECT_EQ(with("<BookgDt><Dt>2026-06-15<", "<BookgDt><Dt>2026-06-15+02:00<"), code::conflict);
    EXPECT_EQ(with("<CdtDbtInd>DBIT<", "<CdtDbtInd>debit<"), code::bank_value_malformed);
    EXPECT_EQ(with("<Sts>BOOK", "<RvslInd>yes</RvslInd><Sts>BOOK"), code::bank_value_malformed);
    EXPECT_EQ(with("</Ntry>", "<NtryDtls><Btch><NbOfTxs>-1</NbOfTxs></Btch></NtryDtls></Ntry>"), code::conflict)
        << "nothing depends on it";
}

TEST(BankMessage, ATruncatedFileIsRefusedWhereverItEnds) {
    const std::string whole = document("camt.053.001.02", "BkToCstmrStmt", statement(entry(false, {.amount = "1.00"})));
    for (std::size_t size = 0; size + 2 < whole.size(); size += 7)
        EXPECT_FALSE(told(whole.substr(0, size)).verdict) << size;
}

// Written by others, with all that others write.
TEST(BankMessage, StatementsOfOthersAreRead) {
    if (schema_folder().empty()) GTEST_SKIP() << "no samples in ../shared/xsd";
    const Told old = told(read_file(schema_folder() + "/samples/camt053.v2.minimal.xml"));
    ASSERT_TRUE(old.verdict) << old.verdict.error().sentence();
    EXPECT_EQ(old.heads.at(0).account, "NL26VAYB8060476890");
    EXPECT_EQ(old.heads.at(0).opening, Money(18'15));
    EXPECT_EQ(old.heads.at(0).closing, std::nullopt);  // it is in Swedish crowns
    ASSERT_THAT(old.lines, SizeIs(1));
    EXPECT_EQ(old.lines[0].amount, Money(8'85));
    EXPECT_EQ(old.lines[0].party_name, "NAME NAME");
    const Told recent = told(read_file(schema_folder() + "/samples/camt053.v8.xml"));
    ASSERT_TRUE(recent.verdict) << recent.verdict.error().sentence();
    EXPECT_EQ(recent.heads.at(0).account, "NL26VAYB8060476890");
    ASSERT_THAT(recent.lines, SizeIs(1));
    EXPECT_EQ(recent.lines[0].end_to_end_id, "MUELL/FINP/RA12345");
    EXPECT_EQ(recent.lines[0].booked_on, parse_day("2014-12-31"));
    EXPECT_EQ(recent.lines[0].bank_transaction_code, "PMNT/RCDT/BOOK");
}

}  // namespace
}  // namespace ipep
