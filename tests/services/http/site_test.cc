#include "services/http/site.h"

#include <gtest/gtest.h>

namespace ipep::http {
namespace {

TEST(Site, AHostIsANameOrAnAddressAndPerhapsAPort) {
    for (const auto& [text, name, port] :
         std::vector<std::tuple<std::string, std::string, std::string>>{{"Ipep.Example", "ipep.example", ""},
                                                                        {"ipep:8480", "ipep", "8480"},
                                                                        {"127.0.0.1:", "127.0.0.1", ""},
                                                                        {"[::1]:80", "[::1]", "80"},
                                                                        {"[2001:DB8::1]", "[2001:db8::1]", ""}}) {
        const auto host = parse_host(text);
        ASSERT_TRUE(host.has_value()) << text;
        EXPECT_EQ(host->name, name);
        EXPECT_EQ(host->port, port);
    }
    for (const char* wrong : {"", ":80", "a b", "a/b", "me@a", "a,b", "a:b", "a:1:2", "a:65536", "a:123456", "[::1",
                              "::1", "[]", "[x]", "[::1]x", "http://a", "a?", "a#", "\xc3\xa4"})
        EXPECT_FALSE(parse_host(wrong).has_value()) << wrong;
}

TEST(Site, ItsOriginIsWrittenAsBrowsersWriteIt) {
    const auto origin = [](const char* url) { return parse_site(url).value_or(Site()).origin; };
    EXPECT_EQ(origin("https://Ipep.Example"), "https://ipep.example");
    EXPECT_EQ(origin("https://ipep.example:443/"), "https://ipep.example");
    EXPECT_EQ(origin("https://ipep.example:80"), "https://ipep.example:80");
    EXPECT_EQ(origin("http://127.0.0.1:80"), "http://127.0.0.1");
    EXPECT_TRUE(parse_site("https://a")->is_secure);
    EXPECT_FALSE(parse_site("http://a")->is_secure);
    for (const char* wrong : {"", "a", "ftp://a", "https://", "https://a/ipep", "https://me@a", "https://a?b"})
        EXPECT_FALSE(parse_site(wrong).has_value()) << wrong;
}

TEST(Site, OnlyThisMachinesOwnNamesAreOfTheLoopback) {
    for (const char* name : {"localhost", "127.0.0.1", "[::1]"}) EXPECT_TRUE(is_loopback_name(name));
    for (const char* name : {"", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example"})
        EXPECT_FALSE(is_loopback_name(name));
}

}  // namespace
}  // namespace ipep::http
