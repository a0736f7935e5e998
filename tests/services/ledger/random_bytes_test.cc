// Random bytes are drawn some at a time: each is given once, whole, to one.
#include "services/ledger/random_bytes.h"

#include <gtest/gtest.h>

#include <set>

namespace ipep {
namespace {

TEST(RandomBytes, NoneIsGivenTwiceAndNoneIsBlank) {
    std::set<std::string> given{std::string(32, '\0')};
    RandomBytes one, other;
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(given.insert(one.next()).second);
        EXPECT_TRUE(given.insert(other.next()).second);
    }
    for (const std::string& value : given) EXPECT_EQ(value.size(), 32u);
}

}  // namespace
}  // namespace ipep
