#include "services/http/compression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

namespace ipep::http {
namespace {

using testing::Contains;
using testing::Pair;

Response page(const std::string& body, const std::string& type = "text/html; charset=utf-8") {
    return {200, type, body, {}};
}

Response sent(Response answer, const std::string& accepted) {
    compress(answer, {.headers = {{"accept-encoding", accepted}}});
    return answer;
}

std::string unpacked(const std::string& packed) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string in = packed, plain(1u << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    plain.resize(stream.total_out);
    inflateEnd(&stream);
    return plain;
}

TEST(Compression, IsForThoseWhoNameGzipAndDoNotRuleItOut) {
    for (const char* takes : {"gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "br , gzip ; q=0.001"})
        EXPECT_TRUE(takes_gzip(takes)) << takes;
    for (const char* refuses : {"", "br", "gzip;q=0", "gzip; q=0.000", "identity, xgzip", ","})
        EXPECT_FALSE(takes_gzip(refuses)) << refuses;
}

TEST(Compression, APageUnpacksToItself) {
    std::string body;
    for (int row = 0; row < 5000; ++row) body += "<tr><td>" + std::to_string(row * 7919) + "</td></tr>\n";
    const Response packed = sent(page(body), "gzip");
    EXPECT_THAT(packed.headers, Contains(Pair("Content-Encoding", "gzip")));
    EXPECT_THAT(packed.headers, Contains(Pair("Vary", "Accept-Encoding")));
    EXPECT_LT(packed.body.size(), body.size() / 3);
    EXPECT_EQ(unpacked(packed.body), body);
}

TEST(Compression, WhatIsShortOrNoTextOrNotWantedTravelsAsItIs) {
    const std::string large(5000, 'x');
    EXPECT_EQ(sent(page("short"), "gzip").body, "short");
    EXPECT_EQ(sent(page(large, "application/xml"), "gzip").body, large);
    const Response plain = sent(page(large), "br");
    EXPECT_EQ(plain.body, large);
    EXPECT_THAT(plain.headers, Contains(Pair("Vary", "Accept-Encoding"))) << "a cache must not mix them up";
}

}  // namespace
}  // namespace ipep::http
