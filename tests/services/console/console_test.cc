// The console's pages over the worked example: what a person gets, without a server between.
#include "services/console/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

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

// The worked example with roles: a director and a DCF of the CPAM of G02, people of others, and who reads everything.
class ConsoleRoles : public testing::Test {
protected:
    ConsoleRoles() {
        ledger_.append_data("worked.jsonl");
        for (const Year year : {2019, 2020, 2021}) ledger_.settle(year);
        own_ = ledger_.service().book().find(GroupementId{"G02"})->admission.value.cpam.text;
        ledger_.append(R"({"key":"x","on":"2022-01-01","fact":{"groupementAdmitted":{"groupement":"G99","name":"Loin",)"
                       R"("legalForm":"SISA","region":"R","cpam":"999","wave":2,"firstYear":2022,)"
                       R"("referringPhysicians":5,"patients":9000,"decision":"D"}}})");
        for (const auto& [person, role, cpam] : std::vector<std::array<std::string, 3>>{
                 {"ADA", "admin", ""}, {"CLARA", "cnam", ""}, {"DIDIER", "director", own_}, {"DENISE", "dcf", own_},
                 {"OSCAR", "director", "999"}, {"AUDE", "auditor", ""}, {"EVE", "evaluator", ""}})
            append("ADA", R"({"key":"role-)" + person + R"(","on":"2024-05-31","fact":{"roleGranted":{"person":")" +
                              person + R"(","role":")" + role + '"' +
                              (cpam.empty() ? "" : R"(,"cpam":")" + cpam + '"') + "}}}");
    }

    void append(const std::string& person, const std::string& line) {
        const auto added = ledger_.service().append(std::string_view(line), PersonId{person});
        ASSERT_TRUE(added) << added.error().sentence();
    }
    ConsolePage get(const std::string& person, const std::string& path) {
        return console_.answer(ledger_.service(), {"GET", path, {}, {}, {}, {person}, "fr", "word"});
    }
    ConsolePage post(const std::string& person, const std::string& path, std::map<std::string, std::string> form = {}) {
        form["csrf"] = "word";
        form["seen"] = std::to_string(ledger_.service().store().head());
        return console_.answer(ledger_.service(), {"POST", path, {}, std::move(form), {}, {person}, "fr", "word"});
    }
    int status(const std::string& person, const std::string& path) { return get(person, path).status; }

    TrialLedger ledger_;
    Console console_{ConsoleOptions{"", "test"}};
    std::string own_;
};

TEST_F(ConsoleRoles, APersonOfACpamReadsItsGroupementsAndNoOthers) {
    for (const char* path :
         {"/groupements/G02", "/explain/settlement/2021/G02/due", "/proof/settlement/2021/G02/due"}) {
        EXPECT_EQ(status("DENISE", path), 200) << path;
        EXPECT_EQ(status("OSCAR", path), 403) << path;
    }
    EXPECT_THAT(get("DENISE", "/groupements").body, HasSubstr("/groupements/G02"));
    for (const char* path : {"/groupements", "/settlements/2021", "/settlements/2021/preview", "/events", "/explain"})
        EXPECT_THAT(get("OSCAR", path).body, Not(HasSubstr("G02"))) << path;
    const Position settled = ledger_.service().book().find(GroupementId{"G02"})->settled.at(2021).position;
    EXPECT_EQ(status("OSCAR", "/events/" + std::to_string(settled)), 403);
}

TEST_F(ConsoleRoles, TheMenuHasWhatThePersonMayOpen) {
    EXPECT_THAT(get("AUDE", "/").body, HasSubstr("href=\"/integrity\""));
    EXPECT_THAT(get("EVE", "/").body, Not(HasSubstr("href=\"/integrity\"")));
    EXPECT_EQ(get("ADA", "/").headers.at("Location"), "/integrity");
    EXPECT_THAT(get("ADA", "/integrity").body, Not(HasSubstr("href=\"/groupements\"")));
    EXPECT_EQ(status("NOBODY", "/"), 403);
}

TEST_F(ConsoleRoles, WhatAPersonMayNotDoHasNoButtonAndIsRefused) {
    append("CLARA", R"({"key":"mend","on":"2024-05-31","fact":{"factCorrected":{"corrects":"patientsCounted-000085",)"
                   R"("fact":{"patientsCounted":{"groupement":"G02","year":2021,"patients":20000}},)"
                   R"("reason":"counted twice"}}})");
    EXPECT_THAT(get("CLARA", "/settlements/2021/preview").body, HasSubstr("class=\"binding\""));
    for (const char* person : {"DIDIER", "DENISE", "AUDE", "EVE"}) {
        EXPECT_THAT(get(person, "/settlements/2021/preview").body, Not(HasSubstr("class=\"binding\""))) << person;
        const ConsolePage refused = post(person, "/settlements/2021");
        EXPECT_EQ(refused.status, 403) << person;
        ASSERT_TRUE(refused.refusal) << person;
        EXPECT_EQ(refused.refusal->code, Code::not_allowed);
        EXPECT_THAT(refused.body, HasSubstr("<h1>Refusé</h1>"));
    }
    EXPECT_EQ(post("EVE", "/integrity/verify").status, 403);
    EXPECT_EQ(status("EVE", "/proof/settlement/2021/G02/due"), 403);
    EXPECT_EQ(post("CLARA", "/settlements/2021").status, 303);
}

}  // namespace
}  // namespace ipep
