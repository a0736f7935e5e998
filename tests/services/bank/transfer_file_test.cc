// A pain.001: its bytes in full once, the schema, reading back, and every refusal of what may not leave.
#include "services/bank/transfer_file.h"
#include "services/words/code.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "events/seal.h"
#include "services/bank/schema.h"
#include "tests/print.h"
#include "tests/scratch.h"
#include "tests/services/bank/transfers.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::Not;

Verdict<Digest> read_back(const TransferFile& meant, const std::vector<Transfer>& transfers, const std::string& bytes) {
    std::istringstream in(bytes);
    return check_transfer_file(meant, source_of(transfers), in);
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

const std::string kOneTransfer = R"(<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
 <CstmrCdtTrfInitn>
  <GrpHdr>
   <MsgId>351-2026-0001</MsgId>
   <CreDtTm>2026-05-28T20:26:40Z</CreDtTm>
   <NbOfTxs>1</NbOfTxs>
   <CtrlSum>70000.00</CtrlSum>
   <InitgPty>
    <Nm>CPAM d'Ille-et-Vilaine</Nm>
   </InitgPty>
  </GrpHdr>
  <PmtInf>
   <PmtInfId>351-2026-0001-1</PmtInfId>
   <PmtMtd>TRF</PmtMtd>
   <BtchBookg>true</BtchBookg>
   <NbOfTxs>1</NbOfTxs>
   <CtrlSum>70000.00</CtrlSum>
   <PmtTpInf>
    <SvcLvl>
     <Cd>SEPA</Cd>
    </SvcLvl>
   </PmtTpInf>
   <ReqdExctnDt>
    <Dt>2026-06-15</Dt>
   </ReqdExctnDt>
   <Dbtr>
    <Nm>CPAM d'Ille-et-Vilaine</Nm>
   </Dbtr>
   <DbtrAcct>
    <Id>
     <IBAN>@DEBTOR@</IBAN>
    </Id>
   </DbtrAcct>
   <DbtrAgt>
    <FinInstnId>
     <BICFI>BDFEFRPPCCT</BICFI>
    </FinInstnId>
   </DbtrAgt>
   <ChrgBr>SLEV</ChrgBr>
   <CdtTrfTxInf>
    <PmtId>
     <EndToEndId>P01JZ0000000000000000000001</EndToEndId>
    </PmtId>
    <Amt>
     <InstdAmt Ccy="EUR">70000.00</InstdAmt>
    </Amt>
    <CdtrAgt>
     <FinInstnId>
      <BICFI>AGRIFRPPXXX</BICFI>
     </FinInstnId>
    </CdtrAgt>
    <Cdtr>
     <Nm>Pole de sante Coeur d'Emeraude</Nm>
    </Cdtr>
    <CdtrAcct>
     <Id>
      <IBAN>FR7630006000011234567890189</IBAN>
     </Id>
    </CdtrAcct>
    <RmtInf>
     <Ustrd>Credit d'amorcage, ordre 351-2026-000001</Ustrd>
    </RmtInf>
   </CdtTrfTxInf>
  </PmtInf>
 </CstmrCdtTrfInitn>
</Document>
)";

TEST(TransferFile, IsWrittenAsABankReadsIt) {
    const std::vector<Transfer> one = {{.end_to_end_id = "P01JZ0000000000000000000001",
                                        .amount = Money(7'000'000),
                                        .creditor_name = "Pôle de santé « Cœur d'Émeraude »",
                                        .creditor_iban = "FR7630006000011234567890189",
                                        .creditor_bic = "AGRIFRPPXXX",
                                        .remittance = "Crédit d'amorçage, ordre 351-2026-000001"}};
    const TransferFile file = sound_file(one);
    const Written written = write(file, one);
    ASSERT_TRUE(written.verdict) << written.verdict.error().sentence();
    EXPECT_EQ(written.bytes, changed(kOneTransfer, "@DEBTOR@", file.debtor.iban));
    EXPECT_EQ(*written.verdict, sha256(written.bytes));
}

TEST(TransferFile, TheOlderVersionDiffersInThreePlaces) {
    const auto transfers = sound_transfers(1);
    TransferFile file = sound_file(transfers, 3);
    file.debtor.batch_booking = false;
    const Written written = write(file, transfers);
    ASSERT_TRUE(written.verdict) << written.verdict.error().sentence();
    EXPECT_THAT(written.bytes, HasSubstr("pain.001.001.03"));
    EXPECT_THAT(written.bytes, HasSubstr("<ReqdExctnDt>2026-06-15</ReqdExctnDt>"));
    EXPECT_THAT(written.bytes, HasSubstr("<BIC>"));
    EXPECT_THAT(written.bytes, Not(HasSubstr("BICFI")));
    EXPECT_THAT(written.bytes, HasSubstr("<BtchBookg>false</BtchBookg>"));
}

TEST(TransferFile, TheSameInputGivesTheSameBytes) {
    const auto transfers = sound_transfers(200);
    const Written first = write(sound_file(transfers), transfers), second = write(sound_file(transfers), transfers);
    EXPECT_EQ(first.bytes, second.bytes);
    EXPECT_EQ(*first.verdict, *second.verdict);
}

TEST(TransferFile, WhatASinkThrowsPasses) {
    const auto transfers = sound_transfers(500);
    const auto full = [](std::string_view) { throw std::runtime_error("no room"); };
    EXPECT_THROW(static_cast<void>(write_transfer_file(sound_file(transfers), source_of(transfers), full)),
                 std::runtime_error);
}

// By our own validation as a stream and by xmllint, which knows nothing of us.
TEST(TransferFile, SatisfiesTheSchemasOfISO) {
    const std::string folder = schema_folder();
    if (folder.empty()) GTEST_SKIP() << "no schemas in ../shared/xsd";
    const Scratch scratch;
    const auto transfers = sound_transfers(300);
    for (const int version : {3, 9}) {
        const TransferFile file = sound_file(transfers, version);
        const Written written = write(file, transfers);
        ASSERT_TRUE(written.verdict) << written.verdict.error().sentence();
        std::istringstream in(written.bytes);
        const auto valid = check_schema(in, folder, message_name(file));
        EXPECT_TRUE(valid) << valid.error().sentence();
        std::ofstream(scratch.path("file.xml")) << written.bytes;
        const std::string command = "xmllint --noout --nonet --schema " + folder + '/' + message_name(file) + ".xsd " +
                                    scratch.path("file.xml") + " 2>" + scratch.path("said");
        EXPECT_EQ(std::system(command.c_str()), 0) << read_file(scratch.path("said"));
    }
}

TEST(TransferFile, ReadBackItIsWhatWasMeant) {
    std::mt19937 random(4);
    RecordProperty("seed", 4);
    for (int round = 0; round < 60; ++round) {
        auto transfers = sound_transfers(1 + static_cast<std::int64_t>(random() % 40));
        std::ranges::shuffle(transfers, random);
        const TransferFile file = sound_file(transfers, random() % 2 == 0 ? 3 : 9);
        const Written written = write(file, transfers);
        const auto back = read_back(file, transfers, written.bytes);
        ASSERT_TRUE(back) << back.error().sentence();
        EXPECT_EQ(*back, *written.verdict);
    }
}

// Each element taken out, doubled or changed is noticed, whether the schema would or not.
TEST(TransferFile, AnyChangedLineIsNoticedInReadingBack) {
    const auto transfers = sound_transfers(3);
    const TransferFile file = sound_file(transfers);
    const std::string bytes = write(file, transfers).bytes;
    std::vector<std::string> lines;
    std::istringstream in(bytes);
    for (std::string line; std::getline(in, line);) lines.push_back(line + '\n');
    const auto joined = [](const std::vector<std::string>& all) {
        std::string text;
        for (const std::string& line : all) text += line;
        return text;
    };
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto without = lines, twice = lines;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
        EXPECT_FALSE(read_back(file, transfers, joined(without))) << "without " << lines[i];
        EXPECT_FALSE(read_back(file, transfers, joined(twice))) << "twice " << lines[i];
        if (const std::size_t digit = lines[i].find_first_of("0123456789"); digit != std::string::npos) {
            auto other = lines;
            other[i][digit] = other[i][digit] == '9' ? '8' : '9';
            EXPECT_FALSE(read_back(file, transfers, joined(other))) << other[i];
        }
    }
}

TEST(TransferFile, ABatchSplitInTwoOrATransferTooManyIsNoticed) {
    const auto transfers = sound_transfers(2);
    const TransferFile file = sound_file(transfers);
    const std::string bytes = write(file, transfers).bytes;
    const auto refused = [&](const std::string& from, const std::string& to) {
        const auto back = read_back(file, transfers, changed(bytes, from, to));
        ASSERT_FALSE(back) << to;
        EXPECT_EQ(back.error().code, code::transfer_file_differs) << back.error().sentence();
    };
    refused("</CdtTrfTxInf>", "</CdtTrfTxInf></PmtInf><PmtInf>");
    refused("</PmtInf>", "<CdtTrfTxInf/></PmtInf>");
    refused("</Cdtr>", "</Cdtr><UltmtCdtr/>");
    refused(R"(Ccy="EUR")", R"(Ccy="USD")");
    refused("pain.001.001.09", "pain.001.001.03");
    auto fewer = transfers;
    fewer.pop_back();
    EXPECT_EQ(read_back(file, fewer, bytes).error().code, code::transfer_file_differs);
}

TEST(TransferFile, NothingOrOtherTotalsAreNotWritten) {
    const auto transfers = sound_transfers(2);
    EXPECT_EQ(write(sound_file({}), {}).verdict.error().code, code::transfer_file_empty);
    TransferFile file = sound_file(transfers);
    file.totals.sum += Money(1);
    EXPECT_EQ(write(file, transfers).verdict.error().code, code::transfer_totals_differ);
    file = sound_file(transfers);
    file.totals.count = 3;
    EXPECT_EQ(write(file, transfers).verdict.error().code, code::transfer_totals_differ);
    file = sound_file(transfers);
    file.format_version = 8;
    EXPECT_EQ(write(file, transfers).verdict.error().code, code::format_version_unknown);
}

}  // namespace
}  // namespace ipep
