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

}  // namespace
}  // namespace ipep
