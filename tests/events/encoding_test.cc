#include "events/encoding.h"

#include <gtest/gtest.h>

namespace ipep {
namespace {

TEST(Encoding, IsThatOfRfc4648) {
    const std::pair<std::string, std::string> known[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : known) {
        EXPECT_EQ(base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
    }
    EXPECT_EQ(base64url("\xfb\xff"), "-_8");
    EXPECT_EQ(to_hex("foobar"), "666f6f626172");
}

TEST(Encoding, TakesNoTextThatIsNotTheFormOfItsBytes) {
    for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9v\n", " Zm9v", "Zm9v====", "Zm_v"})
        EXPECT_EQ(from_base64(text), std::nullopt) << text;
    for (const char* text : {"Zg==", "Zh", "Zm+v", "Zm/v"}) EXPECT_EQ(from_base64url(text), std::nullopt) << text;
    for (const char* text : {"6", "6F", "6g", " 6f"}) EXPECT_EQ(from_hex(text), std::nullopt) << text;
}

TEST(Encoding, GivesAllBytesBack) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
        EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
        EXPECT_EQ(from_base64(base64(bytes)), bytes);
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
    }
}

TEST(Encoding, AUlidHasTheTimeFirst) {
    // The example of the ULID specification: 2016-07-30T23:54:10.259Z is 01ARYZ6S41.
    EXPECT_EQ(ulid(1'469'918'176'385'000, std::string(10, '\0')), "01ARYZ6S410000000000000000");
    EXPECT_EQ(ulid(0, std::string(10, '\xff')), "0000000000ZZZZZZZZZZZZZZZZ");
}

}  // namespace
}  // namespace ipep
