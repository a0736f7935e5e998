#include "services/bank/schema.h"
#include "services/words/code.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

constexpr const char* kSchema = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="u"
  elementFormDefault="qualified"><xs:element name="a"><xs:complexType><xs:sequence>
  <xs:element name="b" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:schema>)";

Verdict<> held_against(const std::string& schema, const std::string& document) {
    const Scratch scratch;
    std::ofstream(scratch.path("m.xsd")) << schema;
    std::istringstream in(document);
    return check_schema(in, std::filesystem::path(scratch.path("m.xsd")).parent_path(), "m");
}

TEST(Schema, ADocumentIsHeldAgainstItWithTheLineThatBreaksIt) {
    EXPECT_TRUE(held_against(kSchema, "<a xmlns='u'><b>1</b></a>"));
    const auto violated = held_against(kSchema, "<a xmlns='u'>\n<b>x</b></a>");
    ASSERT_FALSE(violated);
    EXPECT_EQ(violated.error().code, code::schema_violated);
    EXPECT_THAT(violated.error().sentence(), testing::HasSubstr("line 2"));
    EXPECT_EQ(held_against(kSchema, "<a xmlns='v'><b>1</b></a>").error().code, code::schema_violated);
    EXPECT_EQ(held_against(kSchema, "<a xmlns='u'><b>1</b>").error().code, code::schema_violated);
}

TEST(Schema, OneThatIsAbsentOrNoneIsNamed) {
    std::istringstream in("<a/>");
    const auto absent = check_schema(in, "nowhere", "pain.001.001.09");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, code::schema_unreadable);
    EXPECT_THAT(absent.error().sentence(), testing::HasSubstr("nowhere/pain.001.001.09.xsd"));
    EXPECT_EQ(held_against("<no/>", "<a/>").error().code, code::schema_unreadable);
}

}  // namespace
}  // namespace ipep
