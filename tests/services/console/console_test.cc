// The console's pages over the worked example: what a person gets, without a server between.
#include "services/console/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scratch.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::Not;

class ConsolePages : public testing::Test {
protected:
    ConsolePages() {
        ledger_.append_data("worked.jsonl");
        for (const Year year : {2019, 2020, 2021}) ledger_.settle(year);
    }

    ConsolePage get(const std::string& path, std::map<std::string, std::string> query = {},
                    const std::string& language = "fr") {
        return console_.answer(ledger_.service(), {"GET", path, std::move(query), {}, {}, {"ANNE"}, language, "word"});
    }
    ConsolePage post(const std::string& path, std::map<std::string, std::string> form) {
        return console_.answer(ledger_.service(), {"POST", path, {}, std::move(form), {}, {"ANNE"}, "fr", "word"});
    }

    TrialLedger ledger_;
    Console console_{ConsoleOptions{"", "test"}};
};

constexpr const char* kPaths[] = {"/", "/groupements", "/groupements/G02", "/settlements", "/settlements/2021",
                                  "/settlements/2021/preview", "/explain", "/explain/settlement/2021/G02/due",
                                  "/explain/seedCredit/G02", "/events", "/events/1", "/integrity", "/rules"};

TEST_F(ConsolePages, EveryPageStandsInBothLanguagesWithOneHeadingAndItsLandmarks) {
    for (const char* path : kPaths)
        for (const char* language : {"fr", "en"}) {
            const ConsolePage page = get(path, {}, language);
            EXPECT_EQ(page.status, 200) << path;
            EXPECT_THAT(page.body, HasSubstr("<html lang=\"" + std::string(language) + "\">")) << path;
            EXPECT_THAT(page.body, HasSubstr("<main id=\"content\"")) << path;
            EXPECT_EQ(page.body.find("<h1"), page.body.rfind("<h1")) << path;
            EXPECT_LT(page.body.size(), 200u * 1024) << path;
        }
}

TEST_F(ConsolePages, NothingOnAPageNeedsWhatThePolicyForbids) {
    for (const char* path : kPaths) {
        const std::string body = get(path).body;
        for (const char* forbidden : {"style=", "<style", "onclick=", "http://", "https://", "<script>"})
            EXPECT_THAT(body, Not(HasSubstr(forbidden))) << path;
    }
}

TEST_F(ConsolePages, AnAmountLeadsToItsDerivation) {
    EXPECT_THAT(get("/settlements/2021").body, HasSubstr("href=\"/explain/settlement/2021/G02/due\""));
    EXPECT_THAT(get("/explain/settlement/2021/G02/due").body, HasSubstr("CDC 2019 §3"));
}

TEST_F(ConsolePages, ATextOfTheLedgerIsNeverMarkup) {
    ledger_.append(R"({"key":"x","on":"2021-01-01","fact":{"groupementAdmitted":{"groupement":"G99","name":"<b>&",)"
                   R"("legalForm":"SISA","region":"R","cpam":"C99","wave":2,"firstYear":2020,)"
                   R"("referringPhysicians":5,"patients":9000,"decision":"D"}}})");
    EXPECT_THAT(get("/groupements").body, HasSubstr("&lt;b&gt;&amp;"));
    EXPECT_THAT(get("/groupements/G99").body, Not(HasSubstr("<b>&")));
}

TEST_F(ConsolePages, ThePastIsReadWithABannerAndKeptInEveryLink) {
    const std::string body = get("/groupements", {{"as-of", "40"}}).body;
    EXPECT_THAT(body, HasSubstr("Vous lisez le passé"));
    EXPECT_THAT(body, HasSubstr("?as-of=40"));
    EXPECT_THAT(get("/groupements").body, Not(HasSubstr("Vous lisez le passé")));
    EXPECT_EQ(get("/", {{"as-of", "999999"}}).status, 422);
    EXPECT_EQ(get("/", {{"as-of", "jamais"}}).status, 422);
}

TEST_F(ConsolePages, AFormFromElsewhereIsRefused) {
    EXPECT_EQ(post("/settlements/2021", {{"seen", "1"}}).status, 403);
    EXPECT_EQ(post("/integrity/verify", {{"csrf", "other"}}).status, 403);
}

TEST_F(ConsolePages, WhatWasReadBeforeTheLedgerWentOnIsNotDone) {
    EXPECT_EQ(post("/settlements/2021", {{"csrf", "word"}, {"seen", "1"}}).status, 409);
    const std::string head = std::to_string(ledger_.service().store().head());
    const ConsolePage done = post("/settlements/2021", {{"csrf", "word"}, {"seen", head}});
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(done.headers.at("Location"), "/settlements/2021?notice=unchanged");
}

TEST_F(ConsolePages, AVerificationIsRunAndShown) {
    EXPECT_EQ(post("/integrity/verify", {{"csrf", "word"}}).status, 303);
    EXPECT_THAT(get("/integrity").body, HasSubstr("Aucun"));
}

TEST_F(ConsolePages, NamesOfPayeesAndAccountsAreNotInTheJournal) {
    ledger_.service();
    for (Position position = 1; position <= ledger_.service().store().head(); ++position)
        EXPECT_THAT(get("/events/" + std::to_string(position)).body, Not(HasSubstr("FR76"))) << position;
}

TEST_F(ConsolePages, TheLanguageIsRememberedAndLeadsBackToAPageOfOurs) {
    const ConsolePage chosen = get("/language", {{"to", "en"}, {"back", "/rules"}});
    EXPECT_EQ(chosen.headers.at("Location"), "/rules");
    EXPECT_THAT(chosen.headers.at("Set-Cookie"), HasSubstr("language=en"));
    EXPECT_EQ(get("/language", {{"to", "fr"}, {"back", "//elsewhere"}}).headers.at("Location"), "/");
}

}  // namespace
}  // namespace ipep
