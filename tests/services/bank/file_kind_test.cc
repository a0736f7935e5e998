#include "services/bank/file_kind.h"

#include <gtest/gtest.h>

#include <string>

namespace ipep {
namespace {

TEST(FileKinds, AreTakenFromTheFirstBytes) {
    const std::string cfonb = "0130004    00001EUR2 00010000000000  300624" + std::string(77, ' ');
    ASSERT_EQ(cfonb.size(), 120u);
    EXPECT_EQ(kind_of_file(cfonb + "\r\n" + cfonb), FileKind::cfonb);
    EXPECT_EQ(kind_of_file("\xEF\xBB\xBF  <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"),
              FileKind::xml);
    EXPECT_EQ(kind_of_file("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">"), FileKind::transfers);
    EXPECT_EQ(kind_of_file("Date;Libellé;Débit;Crédit\n01/06/2024;X;1,00;\n"), FileKind::table);
    EXPECT_EQ(kind_of_file("date,text,amount\n"), FileKind::table);
    EXPECT_EQ(kind_of_file(":20:STARTUMS\n:25:X"), FileKind::mt940);
    EXPECT_EQ(kind_of_file("OFXHEADER:100"), FileKind::ofx);
    EXPECT_EQ(kind_of_file("PK\x03\x04"), FileKind::spreadsheet);
    EXPECT_EQ(kind_of_file("%PDF-1.7"), FileKind::pdf);
    EXPECT_EQ(kind_of_file("bonjour"), FileKind::unknown);
    EXPECT_EQ(kind_of_file(""), FileKind::unknown);
}

// A record of that length, which begins as told.
std::string record(std::size_t length, std::string begin = "04") { return begin.append(length - begin.size(), ' '); }

TEST(FileKinds, ARecordOfTheFrenchBanksHasOneOfThreeLengthsAndBeginsWithTwoDigits) {
    for (const std::size_t length : {120, 160, 240}) {
        EXPECT_EQ(kind_of_file(record(length)), FileKind::cfonb) << length;
        EXPECT_EQ(kind_of_file("\xEF\xBB\xBF" + record(length) + "\n"), FileKind::cfonb) << length;
        EXPECT_NE(kind_of_file(record(length - 1)), FileKind::cfonb) << length;
        EXPECT_NE(kind_of_file(record(length + 1)), FileKind::cfonb) << length;
        for (const char* begin : {"0A", "A4", "0/", "0:", "/0", ":0"})
            EXPECT_NE(kind_of_file(record(length, begin)), FileKind::cfonb) << begin;
        for (const char* begin : {"00", "99"}) EXPECT_EQ(kind_of_file(record(length, begin)), FileKind::cfonb) << begin;
    }
}

TEST(FileKinds, ATableHasTwoOfOneSignInItsFirstLine) {
    for (const char* sign : {";", ",", "\t"}) {
        const std::string two = std::string("a") + sign + "b" + sign + "c";
        EXPECT_EQ(kind_of_file(two + "\nx"), FileKind::table) << sign;
        EXPECT_EQ(kind_of_file("\n " + two), FileKind::table) << "blanks before it";
        EXPECT_EQ(kind_of_file(std::string("a") + sign + "b\n" + two), FileKind::unknown) << "one alone";
    }
    EXPECT_EQ(kind_of_file("a;b,c\td"), FileKind::unknown) << "one of each";
}

TEST(FileKinds, HaveOtherBeginningsToo) {
    EXPECT_EQ(kind_of_file("\xD0\xCF\x11\xE0\xA1"), FileKind::spreadsheet);
    EXPECT_EQ(kind_of_file(" \r\n<OFX>"), FileKind::ofx);
    EXPECT_EQ(kind_of_file("{1:F01BANKFRPP}"), FileKind::mt940);
    EXPECT_EQ(kind_of_file("<Document>" + std::string(1989, ' ') + "pain.001"), FileKind::xml) << "too far behind";
    EXPECT_EQ(kind_of_file("<Document>" + std::string(1982, ' ') + "pain.001"), FileKind::transfers);
}

}  // namespace
}  // namespace ipep
