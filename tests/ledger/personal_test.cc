#include "ledger/personal.h"

#include <gtest/gtest.h>

namespace ipep {
namespace {

TEST(Iban, ChecksLengthKeyAndForFranceTheRib) {
    for (const char* good :
         {"FR7699999010010005000791985", "FR1420041010050500013M02606", "DE89370400440532013000", "BE68539007547034",
          "NO9386011117947", "MT84MALT011000012345MTLCAST001S", "XX32111111111111111111111111111111"})
        EXPECT_TRUE(iban_checks(good)) << good;
    for (const char* wrong : {"", "FR76", "FR7699999010010005000791984", "FR769999901001000500079198",
                              "FR76999990100100050007919855", "fr7699999010010005000791985", "DE89370400440532013001",
                              "DE8937040044053201300", "FR76 9999 9010 0100 0500 0791 985", "1234567890123456",
                              "FRX699999010010005000791985", "FR1420041010050500013m02606"})
        EXPECT_FALSE(iban_checks(wrong)) << wrong;
}

TEST(Iban, ARightKeyIsNotEnough) {
    EXPECT_FALSE(iban_checks("XX431111111111")) << "14 characters";
    EXPECT_FALSE(iban_checks("XX651111111111111111111111111111111")) << "35 characters";
    for (const char* key_alone : {"1R23111111111100", "F148111111111100", "XXA111111111056", "XX1A11111111001"})
        EXPECT_FALSE(iban_checks(key_alone)) << key_alone << ": two letters, two digits";
    EXPECT_FALSE(iban_checks("MT93MALT011000012345MTLCAST001s")) << "a small letter, counted as if it were none";
}

// The key modulo 97 of the IBAN alone would let a wrong RIB pass.
TEST(Iban, AFrenchOneWithAWrongRibKeyDoesNotCheck) {
    EXPECT_TRUE(iban_checks("FR7630006000011234567890189"));
    EXPECT_FALSE(iban_checks("FR4930006000011234567890190"));
}

TEST(Bic, HasEightOrElevenCharacters) {
    for (const char* good : {"TESTFRPP", "BNPAFRPPXXX", "1234FR12"}) EXPECT_TRUE(bic_checks(good)) << good;
    for (const char* wrong :
         {"", "TESTFRP", "TESTFRPPX", "testfrpp", "TEST1RPP", "TESTFRPPXX", "TESTFRPPXXXX", "TEST-RPP"})
        EXPECT_FALSE(bic_checks(wrong)) << wrong;
}

}  // namespace
}  // namespace ipep
