#include "events/seal.h"

#include <gtest/gtest.h>

namespace ipep {
namespace {

TEST(Seal, Sha256IsThatOfFips180) {
    EXPECT_EQ(to_hex(bytes_of(sha256("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(bytes_of(sha256(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("a", "bc"), sha256("abc"));
}

TEST(Seal, ARecordOpensBehindTheOneBeforeItAndNoOther) {
    const Digest before = sha256("before");
    const std::string record = seal_record(before, "payload");
    const auto opened = open_record(before, record);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->payload, "payload");
    EXPECT_EQ(opened->digest, sha256(bytes_of(before), "payload"));
    EXPECT_FALSE(open_record(sha256("other"), record));
    EXPECT_FALSE(open_record(before, record.substr(1)));
    EXPECT_FALSE(open_record(before, ""));
    EXPECT_FALSE(split_record(std::string(32, 'x'))) << "a digest alone has no payload";
}

TEST(Seal, HexIsReadBackInLowerCaseOnly) {
    const Digest digest = sha256("x");
    EXPECT_EQ(digest_from_hex(to_hex(bytes_of(digest))), digest);
    for (const std::string& wrong :
         {std::string(), std::string(63, '0'), std::string(65, '0'), std::string(64, 'A'), std::string(64, 'g')})
        EXPECT_FALSE(digest_from_hex(wrong)) << wrong;
}

}  // namespace
}  // namespace ipep
