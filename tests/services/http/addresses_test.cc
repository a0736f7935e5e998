// Addresses as they may be written. The file, and who is told: tests/tools/service_reminders_test.py.
#include "services/http/addresses.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/scratch.h"

namespace ipep::http {
namespace {

TEST(Addresses, AreTakenInTheirPlainForm) {
    for (const char* good : {"a@b", "jean.d'arc+ipep@cpam-351.example.fr", "A_1@x-y.z"})
        EXPECT_TRUE(is_address(good)) << good;
    for (const char* bad :
         {"", "a", "@", "a@", "@b", "a@b@c", "a b@c", "<a@b>", "a@b\r\nBcc: c@d", "é@b", "\"a\"@b", "a@b,c@d"})
        EXPECT_FALSE(is_address(bad)) << bad;
    EXPECT_FALSE(is_address(std::string(250, 'a') + "@b.fr"));
}

TEST(Addresses, StandALineAPerson) {
    Scratch folder;
    const std::string path = folder.path("addresses");
    std::ofstream(path) << "# who is told\n\nDURAND d@cpam.example\n  MARTIN\tm@cpam.example  \r\n";
    const auto read = read_addresses(path);
    ASSERT_TRUE(read.has_value()) << read.error().sentence();
    EXPECT_EQ(*read, (std::map<PersonId, std::string>{{{"DURAND"}, "d@cpam.example"}, {{"MARTIN"}, "m@cpam.example"}}));
    std::ofstream(path) << "DURAND d@cpam.example\nDURAND e@cpam.example\n";
    const auto twice = read_addresses(path);
    ASSERT_FALSE(twice.has_value());
    EXPECT_EQ(twice.error().arguments.back().second, "line 2");
    EXPECT_FALSE(read_addresses(folder.path("absent")).has_value());
}

}  // namespace
}  // namespace ipep::http
