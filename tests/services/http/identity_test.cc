// Who was recognized by what, and how long that stands. Tokens and providers: tests/tools/service_identity_test.py.
#include "services/http/identity.h"

#include <gtest/gtest.h>

#include "services/http/browser_session.h"
#include "tests/scratch.h"

namespace ipep::http {
namespace {

class Identities : public ::testing::Test {
protected:
    Scratch folder_;
    Configuration configuration_ = [this] {
        Configuration all;
        all.tokens = folder_.path("tokens");
        return all;
    }();
};

TEST_F(Identities, ACertificateStandsUntilItsEnd) {
    Identity identity(configuration_);
    const auto now = seconds_now();
    const auto good = identity.of({.certificate = "DURAND", .certificate_until = now + 3600});
    ASSERT_TRUE(good.has_value() && good->has_value());
    EXPECT_EQ((*good)->person, PersonId{"DURAND"});
    EXPECT_TRUE(identity.holds(**good));
    EXPECT_FALSE(identity.of({.certificate = "DURAND", .certificate_until = now}).has_value());
    EXPECT_FALSE(identity.holds({PersonId{"DURAND"}, {}, now}));
}

TEST_F(Identities, ATokenStandsUntilItIsTakenAway) {
    const PersonId durand{"DURAND"};
    const std::string token = new_token(configuration_.tokens, durand, World::real().today()).value();
    Identity identity(configuration_);
    const auto good = identity.of_token(token);
    ASSERT_TRUE(good.has_value());
    EXPECT_TRUE(identity.holds(*good));
    EXPECT_FALSE(identity.holds({PersonId{"MARTIN"}, good->token}));
    ASSERT_TRUE(revoke_tokens(configuration_.tokens, durand).has_value());
    EXPECT_FALSE(identity.holds(*good));
}

Request with(const std::string& set_cookie) {
    return {.headers = {{"cookie", set_cookie.substr(0, set_cookie.find(';'))}}};
}

TEST(BrowserSessions, WhoOnlyAsksWhetherItLastsDoesNotKeepItGoing) {
    BrowserSessions sessions(false);
    const auto [session, cookie] = sessions.begin(PersonId{"DURAND"}, std::nullopt, 1000);
    for (std::int64_t later = 1000; later <= 2800; later += 100) EXPECT_TRUE(sessions.lasts(session, later));
    EXPECT_FALSE(sessions.lasts(session, 2801)) << "half an hour of silence";
    EXPECT_TRUE(sessions.of(with(cookie), 2800).has_value());
    EXPECT_TRUE(sessions.lasts(session, 2801)) << "somebody looked at a page";
    sessions.end(with(cookie));
    EXPECT_FALSE(sessions.lasts(session, 2801));
}

TEST(BrowserSessions, ACookieWithTwoValuesIsNone) {
    const auto value = [](const char* cookies) { return cookie_of({.headers = {{"cookie", cookies}}}, "a"); };
    EXPECT_EQ(value("a=1"), "1");
    EXPECT_EQ(value("b=2; a=1;c=3"), "1");
    EXPECT_EQ(value("a=1; a=1"), "1");
    EXPECT_EQ(value("a=1; a=2"), "");
    EXPECT_EQ(value("aa=1; A=2; =a"), "");
}

}  // namespace
}  // namespace ipep::http
