// What two readers could read differently is refused; tests/tools/service_framing_test.py asks a server the same.
#include "services/http/request_head.h"
#include "services/words/code.h"

#include <gtest/gtest.h>

#include <random>

namespace ipep::http {
namespace {

const std::string kStart = "GET /a?b=c HTTP/1.1\r\nHost: Ipep.Example:8480\r\n";

RequestHead head_of(const std::string& bytes) {
    auto head = read_head(bytes);
    EXPECT_TRUE(head.has_value()) << bytes;
    return head.value_or(RequestHead());
}

TEST(RequestHead, ItSaysWhoseResourceIsMeant) {
    const RequestHead plain = head_of(kStart + "\r\n");
    EXPECT_EQ(plain.method, "GET");
    EXPECT_EQ(plain.target, "/a?b=c");
    EXPECT_EQ(plain.host, "ipep.example:8480");
    EXPECT_TRUE(plain.is_version_11);
    const RequestHead absolute = head_of("GET HTTPS://Other:1?b HTTP/1.1\r\nHost: ipep.example\r\n\r\n");
    EXPECT_EQ(absolute.host, "other:1");
    EXPECT_EQ(absolute.fields.at("host"), "other:1");
    EXPECT_EQ(absolute.target, "/?b");
    EXPECT_EQ(head_of("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n").target, "*");
    EXPECT_EQ(head_of("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n").target, "a:443");
    EXPECT_EQ(head_of("GET / HTTP/1.0\r\n\r\n").host, "");
}

TEST(RequestHead, LinesOfAListAreJoinedAndWhitespaceAroundAValueIsNone) {
    const RequestHead head =
        head_of(kStart + "ACCEPT:a\r\nAccept: \t b \t\r\nCookie: x=1\r\nCookie: y=2\r\nX:\r\n\r\n");
    EXPECT_EQ(head.fields.at("accept"), "a, b");
    EXPECT_EQ(head.fields.at("cookie"), "x=1; y=2");
    EXPECT_EQ(head.fields.at("x"), "");
}

TEST(RequestHead, AnExpectationIsReadWithoutCaseAndNotInHttp10) {
    EXPECT_TRUE(head_of(kStart + "Expect: 100-Continue\r\n\r\n").expects_continue);
    EXPECT_EQ(read_head(kStart + "Expect: more\r\n\r\n").error(), code::expectation_unknown);
    EXPECT_FALSE(head_of("GET / HTTP/1.0\r\nExpect: more\r\n\r\n").expects_continue);
}

TEST(RequestHead, ItEndsWhereItEnds) {
    for (const char* bytes : {"", "\r\n", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n",
                              "GET / HTTP/1.0\r\n\r\nX", "GET / HTTP/1.0\r\n\r\n\r\n"})
        EXPECT_FALSE(read_head(bytes).has_value()) << bytes;
}

// Pieces of heads, sound and not, in any order.
const std::vector<std::string> kPieces = {"Content-Length: 5",
                                          "Content-Length: 6",
                                          "content-length:5",
                                          "Transfer-Encoding: chunked",
                                          "transfer-encoding: x",
                                          "Transfer-Encoding:",
                                          "Host: a",
                                          "Host:",
                                          " folded",
                                          "X: y",
                                          "X : y",
                                          ": y",
                                          "X",
                                          "Expect: 100-continue",
                                          "Connection: close",
                                          "X: \r",
                                          "X: \n",
                                          std::string("X: \0", 4)};

TEST(RequestHead, WhatIsTakenHasOneFramingAndOneHost) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    int taken = 0;
    for (int turn = 0; turn < 20'000; ++turn) {
        const bool is_11 = random() % 2 == 0;
        std::string bytes = std::string("POST / HTTP/1.") + (is_11 ? '1' : '0') + "\r\n";
        std::map<std::string, int> lines;
        bool is_broken = false;
        for (auto left = random() % 5; left > 0; --left) {
            const std::string& piece = kPieces[random() % kPieces.size()];
            bytes += piece + "\r\n";
            ++lines[in_small_letters(piece.substr(0, piece.find(':')))];
            is_broken = is_broken || piece.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
        }
        const auto head = read_head(bytes + "\r\n");
        if (!head) continue;
        ++taken;
        const bool is_chunked = head->fields.contains("transfer-encoding");
        ASSERT_FALSE(is_broken) << bytes;
        ASSERT_LE(lines["content-length"] + lines["transfer-encoding"], 1) << bytes;
        ASSERT_EQ(lines["host"], is_11 ? 1 : std::min(lines["host"], 1)) << bytes;
        ASSERT_TRUE(!is_chunked || (is_11 && head->fields.at("transfer-encoding") == "chunked")) << bytes;
        ASSERT_EQ(lines[" folded"] + lines["x "] + lines[""], 0) << bytes;
    }
    EXPECT_GT(taken, 100) << "if few are taken, nothing is tested";
}

}  // namespace
}  // namespace ipep::http
