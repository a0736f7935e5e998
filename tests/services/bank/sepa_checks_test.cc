// Every rule that no schema sees, one refusal each, which names the transfer.
#include "services/bank/sepa_checks.h"
#include "services/words/code.h"

#include <gmock/gmock.h>

#include "tests/print.h"
#include "tests/services/bank/transfers.h"

namespace ipep {
namespace {

using Change = std::function<void(Transfer&)>;

Code refused_with(const Change& change) {
    auto transfers = sound_transfers(3);
    change(transfers[1]);
    const Written written = write(sound_file(transfers), transfers);
    if (written.verdict) return code::conflict;
    EXPECT_EQ(written.verdict.error().sentence().find('{'), std::string::npos) << written.verdict.error().sentence();
    return written.verdict.error().code;
}

TEST(SepaChecks, AReferenceIsOneThatBanksCarry) {
    for (const char* wrong :
         {"", "/A", "A/", "A//B", " A", "A ", "é", "A&B", "A_B", "A\nB", "123456789012345678901234567890123456"})
        EXPECT_EQ(refused_with([&](Transfer& one) { one.end_to_end_id = wrong; }), code::transfer_reference_invalid)
            << wrong;
    for (const char* right : {"A/B", "A B", "351-2026-000001", "12345678901234567890123456789012345", "A+B:(C).,'?"})
        EXPECT_EQ(refused_with([&](Transfer& one) { one.end_to_end_id = right; }), code::conflict) << right;
}

TEST(SepaChecks, TheReferencesOfTheFileAreToo) {
    const auto transfers = sound_transfers(1);
    for (std::string TransferFile::*id : {&TransferFile::message_id, &TransferFile::batch_id}) {
        TransferFile file = sound_file(transfers);
        file.*id = "351//1";
        EXPECT_EQ(write(file, transfers).verdict.error().code, code::transfer_reference_invalid);
    }
}

TEST(SepaChecks, AReferenceStandsOnOneTransfer) {
    EXPECT_EQ(refused_with([](Transfer& one) { one.end_to_end_id = sound_transfer(1).end_to_end_id; }),
              code::transfer_repeated);
}

TEST(SepaChecks, AnAmountIsFromACentToABillionLessACent) {
    for (const std::int64_t cents : {0LL, -1LL, 100'000'000'000LL})
        EXPECT_EQ(refused_with([&](Transfer& one) { one.amount = Money(cents); }), code::transfer_amount_out_of_range);
    for (const std::int64_t cents : {1LL, 99'999'999'999LL})
        EXPECT_EQ(refused_with([&](Transfer& one) { one.amount = Money(cents); }), code::conflict);
}

TEST(SepaChecks, AnAccountChecksAndIsWithinSepa) {
    const auto iban = [](const char* text) { return [=](Transfer& one) { one.creditor_iban = text; }; };
    EXPECT_EQ(refused_with(iban("FR7630006000011234567890188")), code::transfer_iban_invalid);
    EXPECT_EQ(refused_with(iban("FR4930006000011234567890190")), code::transfer_iban_invalid);  // the RIB key
    EXPECT_EQ(refused_with(iban("")), code::transfer_iban_invalid);
    EXPECT_EQ(refused_with(iban("TR330006100519786457841326")), code::transfer_iban_outside_sepa);
    EXPECT_EQ(refused_with(iban("DE89370400440532013000")), code::conflict);
    EXPECT_EQ(refused_with([](Transfer& one) { one.creditor_bic = "BDFE"; }), code::transfer_bic_invalid);
    EXPECT_EQ(refused_with([](Transfer& one) { one.creditor_bic = ""; }), code::conflict);
}

TEST(SepaChecks, TheDebtorsAccountIsCheckedAsWell) {
    const auto transfers = sound_transfers(1);
    TransferFile file = sound_file(transfers);
    file.debtor.iban.back() = file.debtor.iban.back() == '0' ? '1' : '0';
    EXPECT_EQ(write(file, transfers).verdict.error().code, code::transfer_iban_invalid);
}

TEST(SepaChecks, ANameCanBeWrittenAndATextIsShortEnough) {
    EXPECT_EQ(refused_with([](Transfer& one) { one.creditor_name = "☂"; }), code::transfer_name_unwritable);
    EXPECT_EQ(refused_with([](Transfer& one) { one.creditor_name = std::string(90, 'n'); }), code::conflict);
    EXPECT_EQ(refused_with([](Transfer& one) { one.remittance = std::string(141, 'x'); }),
              code::transfer_remittance_too_long);
    // What counts is what is written: œ becomes two letters.
    EXPECT_EQ(refused_with([](Transfer& one) { one.remittance = std::string(139, 'x') + "œ"; }),
              code::transfer_remittance_too_long);
    EXPECT_EQ(refused_with([](Transfer& one) { one.remittance = std::string(139, 'x') + "é"; }), code::conflict);
}

TEST(SepaChecks, ExecutionIsOnATargetDayNotPast) {
    const Day monday = *parse_day("2026-06-15");
    EXPECT_TRUE(check_execution(monday, monday));
    EXPECT_TRUE(check_execution(monday, *parse_day("2026-06-13")));
    const auto past = check_execution(monday, *parse_day("2026-06-16"));
    ASSERT_FALSE(past);
    EXPECT_EQ(past.error().code, code::execution_in_the_past);
    const auto sunday = check_execution(*parse_day("2026-06-14"), *parse_day("2026-06-10"));
    ASSERT_FALSE(sunday);
    EXPECT_EQ(sunday.error().code, code::execution_not_target_day);
    EXPECT_THAT(sunday.error().sentence(), testing::HasSubstr("2026-06-15"));
}

TEST(SepaChecks, NoFileIsWrittenForAnyOtherDay) {
    const auto transfers = sound_transfers(1);
    TransferFile file = sound_file(transfers);
    file.execute = *parse_day("2026-05-01");
    EXPECT_EQ(write(file, transfers).verdict.error().code, code::execution_not_target_day);
}

TEST(SepaChecks, AFileAnnouncesWhatItHoldsInAVersionThatIsKnown) {
    const auto transfers = sound_transfers(2);
    const auto refused = [&](const std::function<void(TransferFile&)>& change) {
        TransferFile file = sound_file(transfers);
        change(file);
        const Written written = write(file, transfers);
        return written.verdict ? code::conflict : written.verdict.error().code;
    };
    EXPECT_EQ(refused([](TransferFile&) {}), code::conflict);
    EXPECT_EQ(refused([](TransferFile& file) { file.format_version = 3; }), code::conflict);
    for (const int version : {2, 4, 8, 10})
        EXPECT_EQ(refused([=](TransferFile& file) { file.format_version = version; }), code::format_version_unknown);
    EXPECT_EQ(refused([](TransferFile& file) { ++file.totals.count; }), code::transfer_totals_differ);
    EXPECT_EQ(refused([](TransferFile& file) { file.totals.sum += Money(1); }), code::transfer_totals_differ);
    EXPECT_EQ(refused([](TransferFile& file) { file.totals = {}; }), code::transfer_file_empty);
    EXPECT_EQ(refused([](TransferFile& file) { file.debtor.bic = "BDF"; }), code::transfer_bic_invalid);
}

TEST(SepaChecks, WhatIsRefusedNamesTheTransferAndItsFigures) {
    auto transfers = sound_transfers(2);
    TransferFile file = sound_file(transfers);
    file.totals.sum += Money(1);
    const Written written = write(file, transfers);
    ASSERT_FALSE(written.verdict);
    const Money sum = file.totals.sum - Money(1);
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"announced", "2"}, {"announcedSum", to_text(file.totals.sum)}, {"found", "2"}, {"foundSum", to_text(sum)}};
    EXPECT_EQ(written.verdict.error().arguments, expected);
    transfers[1].creditor_iban = "TR330006100519786457841326";
    const Written outside = write(sound_file(transfers), transfers);
    const std::vector<std::pair<std::string, std::string>> country = {{"endToEndId", transfers[1].end_to_end_id},
                                                                      {"country", "TR"}};
    EXPECT_EQ(outside.verdict.error().arguments, country);
}

}  // namespace
}  // namespace ipep
