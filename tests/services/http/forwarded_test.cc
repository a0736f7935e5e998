#include "services/http/forwarded.h"

#include <gtest/gtest.h>

namespace ipep::http {
namespace {

Proxies trusting(std::initializer_list<const char*> networks, bool say_forwarded = false) {
    Proxies proxies{{}, say_forwarded};
    for (const char* one : networks) proxies.trusted.push_back(parse_network(one).value());
    return proxies;
}

Request behind(const Proxies& proxies, const std::string& peer, const Fields& headers) {
    Request request{.headers = headers, .peer = peer, .secure = true, .loopback = true};
    look_behind(proxies, request);
    return request;
}

TEST(Forwarded, ANetworkHoldsItsAddressesInEitherForm) {
    const auto holds = [](const char* network, const char* address) {
        return parse_network(network).value().holds(parse_address(address).value());
    };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_TRUE(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("192.0.2.128/25", "192.0.2.129"));
    EXPECT_FALSE(holds("192.0.2.128/25", "192.0.2.127"));
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_TRUE(holds("0.0.0.0/0", "192.0.2.1"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(holds("::1", "::1"));
    for (const char* wrong :
         {"", "10", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "a.example"})
        EXPECT_FALSE(parse_network(wrong).has_value()) << wrong;
}

TEST(Forwarded, WhoIsNotTrustedIsNotBelieved) {
    const Fields told = {
        {"x-forwarded-for", "203.0.113.9"}, {"x-forwarded-proto", "http"}, {"forwarded", "for=203.0.113.9"}};
    for (const Proxies& proxies : {trusting({}), trusting({"10.0.0.1"}), trusting({"10.0.0.1"}, true)}) {
        const Request request = behind(proxies, "127.0.0.1", told);
        EXPECT_EQ(request.peer, "127.0.0.1");
        EXPECT_TRUE(request.secure);
        EXPECT_FALSE(request.loopback) << "it came through some proxy all the same";
    }
}

TEST(Forwarded, TheClientIsTheNearestThatIsNoTrustedProxy) {
    const Proxies proxies = trusting({"127.0.0.1", "10.0.0.0/8"});
    const auto client = [&](const char* list) {
        return behind(proxies, "127.0.0.1", {{"x-forwarded-for", list}}).peer;
    };
    EXPECT_EQ(client("203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(client("198.51.100.1, 203.0.113.9"), "203.0.113.9") << "the client wrote the first itself";
    EXPECT_EQ(client("198.51.100.1, 203.0.113.9,10.0.0.7"), "203.0.113.9");
    EXPECT_EQ(client("10.0.0.8, 10.0.0.7"), "10.0.0.8");
    EXPECT_EQ(client("203.0.113.9:4711"), "203.0.113.9");
    EXPECT_EQ(client("[2001:DB8::1]:4711"), "2001:db8::1");
    EXPECT_EQ(client("2001:db8::1"), "2001:db8::1");
    EXPECT_EQ(client("::ffff:203.0.113.9"), "203.0.113.9");
    for (const char* nobody : {"", ",", "unknown", "203.0.113.9, unknown", "203.0.113.9, ", "[", "1.2.3.4.5"})
        EXPECT_EQ(client(nobody), "127.0.0.1") << nobody;
    EXPECT_EQ(client("203.0.113.9, unknown, 10.0.0.7"), "10.0.0.7");
    EXPECT_FALSE(behind(proxies, "127.0.0.1", {}).loopback) << "a proxy that says nothing is one";
}

TEST(Forwarded, TheFieldIsTheOneTheProxiesWrite) {
    const Fields both = {
        {"x-forwarded-for", "203.0.113.9"},
        {"x-forwarded-proto", "http"},
        {"forwarded", "for=198.51.100.1;proto=http, FOR=\"[2001:db8::1]:4711\" ; Proto=https;by=\"a,b;c\""}};
    const Request plain = behind(trusting({"127.0.0.1"}), "127.0.0.1", both);
    EXPECT_EQ(plain.peer, "203.0.113.9");
    EXPECT_FALSE(plain.secure);
    const Request standard = behind(trusting({"127.0.0.1"}, true), "127.0.0.1", both);
    EXPECT_EQ(standard.peer, "2001:db8::1");
    EXPECT_TRUE(standard.secure);
    EXPECT_EQ(behind(trusting({"127.0.0.1"}, true), "127.0.0.1", {{"forwarded", "for=_hidden"}}).peer, "127.0.0.1");
}

}  // namespace
}  // namespace ipep::http
