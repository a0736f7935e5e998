#include "services/http/vouching.h"

#include <gtest/gtest.h>

namespace ipep::http {
namespace {

const std::string kKey(32, 'k');
constexpr std::int64_t kNow = 1'700'000'000;

Request form_of(const std::string& body) {
    return {
        .method = "POST", .target = "/facts/envelopeBudgeted?lang=fr", .path = "/facts/envelopeBudgeted", .body = body};
}

Request vouched_form(const std::string& key = kKey) {
    Request request = form_of("csrf=word&amount=1");
    request.headers[kVouched] = vouch(key, {{"ANNE & CO"}, "word", true}, request, request.body, kNow);
    return request;
}

bool is_good(const Request& request, std::int64_t now = kNow, Extent extent = Extent::whole) {
    return vouched_in(kKey, request, extent, now).has_value();
}

TEST(Vouching, TellsWhoAskedByWhichSession) {
    const auto vouched = vouched_in(kKey, vouched_form(), Extent::whole, kNow);
    ASSERT_TRUE(vouched);
    EXPECT_EQ(vouched->person, PersonId{"ANNE & CO"});
    EXPECT_EQ(vouched->csrf, "word");
    EXPECT_TRUE(vouched->signed_in);
}

TEST(Vouching, IsOfOneRequestForAMinute) {
    EXPECT_TRUE(is_good(vouched_form(), kNow + 60));
    EXPECT_TRUE(is_good(vouched_form(), kNow - 60)) << "clocks differ";
    EXPECT_FALSE(is_good(vouched_form(), kNow + 61));
    EXPECT_FALSE(is_good(vouched_form(), kNow - 61));
    Request other = vouched_form();
    other.target = "/settlement";
    EXPECT_FALSE(is_good(other));
    other = vouched_form();
    other.method = "GET";
    EXPECT_FALSE(is_good(other));
    other = vouched_form();
    other.body = "csrf=word&amount=2";
    EXPECT_FALSE(is_good(other));
    EXPECT_TRUE(is_good(other, kNow, Extent::head)) << "its body is not there yet";
}

TEST(Vouching, TakesOneKeyAndNothingAltered) {
    EXPECT_FALSE(is_good(vouched_form(std::string(32, 'l'))));
    EXPECT_FALSE(vouched_in("", vouched_form(""), Extent::whole, kNow)) << "no key is known";
    EXPECT_FALSE(is_good(form_of("csrf=word")));
    for (std::size_t i = 0; i < vouched_form().header(kVouched).size(); ++i) {
        Request altered = vouched_form();
        altered.headers[kVouched][i] ^= 1;
        EXPECT_FALSE(is_good(altered)) << i;
    }
}

}  // namespace
}  // namespace ipep::http
