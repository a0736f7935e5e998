// The console's pages over the worked example: what a person gets, without a server between.
#include "services/console/console.h"
#include "ledger/code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "events/backup.h"
#include "ledger/payment.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::Not;

class ConsolePages : public testing::Test {
protected:
    ConsolePages() {
        ledger_.append_data("worked.jsonl");
        for (const ResultYear year : {2019, 2020, 2021}) ledger_.settle(year);
    }

    ConsolePage get(const std::string& path, std::map<std::string, std::string> query = {},
                    const std::string& language = "fr") {
        return console_.answer(ledger_.service(), {"GET", path, std::move(query), {}, {}, {"ANNE"}, language, "word"});
    }
    ConsolePage post(const std::string& path, std::map<std::string, std::string> form) {
        return console_.answer(ledger_.service(), {"POST", path, {}, std::move(form), {}, {"ANNE"}, "fr", "word"});
    }

    TrialLedger ledger_;
    Console console_{ConsoleOptions{.version = "test"}};
};

constexpr const char* kPaths[] = {"/",
                                  "/groupements",
                                  "/groupements/G02",
                                  "/settlements",
                                  "/settlements/2021",
                                  "/settlements/2021/preview",
                                  "/settlements/2021/facts",
                                  "/facts",
                                  "/facts/indicatorMeasured",
                                  "/explain",
                                  "/explain/settlement/2021/G02/due",
                                  "/explain/seedCredit/G02",
                                  "/waiting",
                                  "/events",
                                  "/events/1",
                                  "/events/knowledge",
                                  "/integrity",
                                  "/persons",
                                  "/rules",
                                  "/rules/readings",
                                  "/rules/unsourced",
                                  "/reports/2021"};

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

TEST_F(ConsolePages, WhatIsKeptOfAStateIsShownOfNoOther) {
    const std::string earlier = std::to_string(ledger_.service().store().head());
    const auto fresh = [&](const std::string& path, const std::map<std::string, std::string>& query = {}) {
        Console other{ConsoleOptions{.version = "test"}};
        return other.answer(ledger_.service(), {"GET", path, query, {}, {}, {"ANNE"}, "fr", "word"}).body;
    };
    for (const char* path : {"/rules/readings", "/rules/unsourced"}) {
        const std::string before = get(path).body;
        EXPECT_EQ(get(path).body, before) << path;
        EXPECT_EQ(before, fresh(path)) << path;
    }
    ledger_.settle(2022);
    for (const char* path : {"/rules/readings", "/rules/unsourced"}) {
        EXPECT_EQ(get(path).body, fresh(path)) << path;
        EXPECT_EQ(get(path, {{"as-of", earlier}}).body, fresh(path, {{"as-of", earlier}})) << path;
        EXPECT_NE(get(path).body, get(path, {{"as-of", earlier}}).body) << path;
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

// The facts of a groupement of the worked example, as those of another.
std::string facts_like(const std::string& known, const std::string& other) {
    std::istringstream lines(read_file(data_path("worked.jsonl")));
    std::string facts;
    for (std::string line; std::getline(lines, line);) {
        if (line.find('"' + known + '"') == std::string::npos) continue;
        line.replace(line.find("\"key\": \""), 8, "\"key\": \"" + other + '-');
        for (auto at = line.find(known); at != std::string::npos; at = line.find(known, at + other.size()))
            line.replace(at, known.size(), other);
        facts += line + '\n';
    }
    return facts;
}

TEST_F(ConsolePages, ADerivationShowsFiftyOfMoreGroupementsAndTheRestWhereItIsAskedFor) {
    TrialLedger large;
    large.append_data("worked.jsonl");
    for (int number = 10; number < 60; ++number) large.append(facts_like("G03", 'H' + std::to_string(number)));
    for (const ResultYear year : {2019, 2020, 2021}) large.settle(year);
    const auto page = [&](std::map<std::string, std::string> query) {
        return console_
            .answer(large.service(),
                    {"GET", "/explain/settlement/2021/G02/due", std::move(query), {}, {}, {"ANNE"}, "en", "word"})
            .body;
    };
    const std::string some = page({}), all = page({{"all", "1"}});
    EXPECT_THAT(some, HasSubstr("other groupements: 3 · <a href=\"/explain/settlement/2021/G02/due?all=1\">"));
    EXPECT_THAT(some, HasSubstr("H40"));
    EXPECT_THAT(some, Not(HasSubstr("H59")));
    EXPECT_THAT(all, HasSubstr("H59"));
    EXPECT_THAT(all, Not(HasSubstr("other groupements")));
    EXPECT_THAT(get("/explain/settlement/2021/G02/due").body, Not(HasSubstr("?all=1")));
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

// A crew opens a ledger for one page and closes it again: nothing that reads its rows outlives it.
TEST_F(ConsolePages, AnEarlierStateIsReadOfTheLedgerThatIsAsked) {
    ledger_.service().views().save(ledger_.service().store());
    for (const char* path : kPaths) {
        const auto reader = ledger_.open(Access::read);
        const ConsolePage page =
            console_.answer(*reader, {"GET", path, {{"as-of", "120"}}, {}, {}, {"ANNE"}, "fr", "word"});
        EXPECT_LT(page.status, 500) << path;
    }
}

TEST_F(ConsolePages, AFormFromElsewhereIsRefused) {
    EXPECT_EQ(post("/settlements/2021", {{"seen", "1"}}).status, 403);
    EXPECT_EQ(post("/integrity/verify", {{"csrf", "other"}}).status, 403);
}

// What a form of the page `body` tells the server of what was read.
std::string seen_in(const std::string& body) {
    const std::string mark = "name=\"seen\" value=\"";
    const auto at = body.find(mark) + mark.size();
    return body.substr(at, body.find('"', at) - at);
}

TEST_F(ConsolePages, WhatIsSettledIsWhatWasReadWhateverElseWasRecordedMeanwhile) {
    const std::string page = "/settlements/2022/preview",
                      other = R"({"key":"b","on":"2023-01-01","fact":)"
                              R"({"envelopeBudgeted":{"paymentYear":2030,"amount":"1.00"}}})";
    const std::string correction =
        R"({"key":"c","on":"2023-06-30","fact":{"factCorrected":{"corrects":)"
        R"("expenditureMeasured-000061","reason":"SNDS","fact":{"expenditureMeasured":{"groupement":"G01","year":2022,)"
        R"("actualPerPatient":"2310.00","adjustedPerPatient":"2600.00"}}}}})";
    std::string seen = seen_in(get(page).body);
    ASSERT_TRUE(ledger_.service().append(std::string_view(correction), PersonId{"ANNE"}));
    const ConsolePage refused = post("/settlements/2022", {{"csrf", "word"}, {"seen", seen}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("a changé depuis"));
    seen = seen_in(get(page).body);
    ASSERT_TRUE(ledger_.service().append(std::string_view(other), PersonId{"ANNE"}));
    const ConsolePage done = post("/settlements/2022", {{"csrf", "word"}, {"seen", seen}});
    EXPECT_EQ(done.headers.at("Location"), "/settlements/2022?notice=settled");
}

TEST_F(ConsolePages, AVerificationIsRunAndShown) {
    EXPECT_EQ(post("/integrity/verify", {{"csrf", "word"}}).status, 303);
    EXPECT_THAT(get("/integrity").body, HasSubstr("Aucun"));
}

TEST_F(ConsolePages, TheBackupsAreShownAndOneOfAnotherLogIsTold) {
    const Scratch scratch;
    TrialFolder own, other("another seed");
    for (TrialFolder* ledger : {&own, &other}) ledger->append_data("worked.jsonl");
    Console console{ConsoleOptions{.backups = scratch.path("backups"), .version = "test"}};
    const auto page = [&] {
        return console.answer(own.service(), {"GET", "/integrity", {}, {}, {}, {"ANNE"}, "fr", "word"}).body;
    };
    EXPECT_THAT(get("/integrity").body, HasSubstr("Aucun dossier de sauvegardes"));
    EXPECT_THAT(page(), HasSubstr("encore été faite"));
    back_up(own.folder(), scratch.path("backups"));
    EXPECT_THAT(page(), HasSubstr("celle de ce journal"));
    back_up(other.folder(), scratch.path("backups"));
    EXPECT_THAT(page(), AllOf(HasSubstr("celle de ce journal"), HasSubstr("un autre journal")));
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
        for (const ResultYear year : {2019, 2020, 2021}) ledger_.settle(year);
        own_ = ledger_.service().book().find(GroupementId{"G02"})->admission.value.cpam.text;
        ledger_.append(R"({"key":"x","on":"2022-01-01","fact":{"groupementAdmitted":{"groupement":"G99","name":"Loin",)"
                       R"("legalForm":"SISA","region":"R","cpam":"999","wave":2,"firstYear":2022,)"
                       R"("referringPhysicians":5,"patients":9000,"decision":"D"}}})");
        for (const auto& [person, role, cpam] : std::vector<std::array<std::string, 3>>{{"ADA", "admin", ""},
                                                                                        {"CLARA", "cnam", ""},
                                                                                        {"DIDIER", "director", own_},
                                                                                        {"DENISE", "dcf", own_},
                                                                                        {"OSCAR", "director", "999"},
                                                                                        {"AUDE", "auditor", ""},
                                                                                        {"EVE", "evaluator", ""}})
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
        return console_.answer(ledger_.service(), {"POST", path, {}, std::move(form), {}, {person}, "fr", "word"});
    }
    int status(const std::string& person, const std::string& path) { return get(person, path).status; }

    // The form of a page sent back as it was read, with what the person fills in.
    ConsolePage submit(const std::string& person, const std::string& page, const std::string& to,
                       std::map<std::string, std::string> form = {}) {
        const std::string body = get(person, page).body;
        EXPECT_THAT(body, HasSubstr("action=\"" + to + '"')) << person;
        form["seen"] = seen_in(body);
        return post(person, to, std::move(form));
    }

    Scratch debtors_;
    TrialLedger ledger_;
    Console console_{ConsoleOptions{.debtors = debtors_.path("debtors"), .version = "test"}};
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

TEST_F(ConsoleRoles, APersonOfAGroupementReadsItsOwnAndNothingElse) {
    append("ADA", R"({"key":"role-GIL","on":"2024-05-31","fact":{"roleGranted":{"person":"GIL","role":"groupement",)"
                  R"("groupement":"G02"}}})");
    EXPECT_EQ(get("GIL", "/").headers.at("Location"), "/groupements/G02");
    for (const char* path : {"/groupements/G02", "/settlements/2021/notices/G02", "/explain/settlement/2021/G02/due",
                             "/explain/seedCredit/G02", "/proof/settlement/2021/G02/due"}) {
        EXPECT_EQ(status("GIL", path), 200) << path;
        EXPECT_THAT(get("GIL", path).body, Not(HasSubstr("href=\"/events/"))) << path << " leads where it is refused";
    }
    EXPECT_THAT(get("GIL", "/proof/settlement/2021/G02/due").body, Not(HasSubstr("\"groupement\":\"G01\"")));
    EXPECT_THAT(get("AUDE", "/proof/settlement/2021/G02/due").body, HasSubstr("\"groupement\":\"G01\""))
        << "a proof of all of it names others";
    for (const char* path :
         {"/groupements", "/groupements/G01", "/settlements", "/settlements/2021", "/settlements/2021/notices/G01",
          "/settlements/2021/preview", "/explain", "/explain/settlement/2021/G01/due", "/proof/seedCredit/G01",
          "/explain/999-2024-000001", "/payments", "/events", "/events/1", "/integrity", "/persons", "/rules",
          "/rules/readings", "/reports/2021", "/reports/2021.csv"})
        EXPECT_EQ(status("GIL", path), 403) << path;
}

TEST_F(ConsoleRoles, TheNationalReportIsForWhoReadsAllGroupements) {
    for (const char* path : {"/reports/2021", "/reports/2021.csv", "/reports/2021.pdf"}) {
        EXPECT_EQ(status("EVE", path), 200) << path;
        EXPECT_EQ(status("DENISE", path), 403) << path;
    }
    for (const char* path : {"/reports/", "/reports/x", "/reports/2021.exe", "/reports/99999", "/reports/2021/x"})
        EXPECT_EQ(status("EVE", path), 404) << path;
}

TEST_F(ConsoleRoles, TheMenuHasWhatThePersonMayOpen) {
    EXPECT_THAT(get("AUDE", "/").body, HasSubstr("href=\"/integrity\""));
    EXPECT_THAT(get("EVE", "/").body, Not(HasSubstr("href=\"/integrity\"")));
    EXPECT_EQ(get("ADA", "/").headers.at("Location"), "/facts");
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
        EXPECT_EQ(refused.refusal->code, code::not_allowed);
        EXPECT_THAT(refused.body, HasSubstr("<h1>Refusé</h1>"));
    }
    EXPECT_EQ(post("EVE", "/integrity/verify").status, 403);
    EXPECT_EQ(status("EVE", "/proof/settlement/2021/G02/due"), 403);
    EXPECT_EQ(submit("CLARA", "/settlements/2021/preview", "/settlements/2021").status, 303);
}

// As far as the file: a year validated, ordered for, checked and issued, each by who may.
class ConsolePayments : public ConsoleRoles {
protected:
    ConsolePayments() : cpam_("/payments/" + own_) {
        std::filesystem::create_directory(debtors_.path("debtors"));
        std::ofstream(debtors_.path("debtors/" + own_ + ".toml"))
            << "name = \"CPAM\"\niban = \"FR7630006000011234567890189\"\nbic = \"AGRIFRPP\"\n";
        for (const char* year : {"2019", "2020", "2021"}) {
            const std::string path = std::string("/settlements/") + year;
            EXPECT_EQ(submit("CLARA", path, path + "/validation").status, 303) << year;
        }
        EXPECT_EQ(submit("DIDIER", cpam_ + "/ordering", cpam_ + "/ordering").status, 303);
        orders_ = ledger_.service().views().orders().of_cpam({own_});
    }
    std::string of(std::size_t order) const { return "/orders/" + orders_.at(order).text; }

    std::string cpam_;
    std::vector<OrderId> orders_;
};

TEST_F(ConsolePayments, APaymentTakesTwoPersonsAndOneFile) {
    ASSERT_GE(orders_.size(), 2u);
    EXPECT_EQ(submit("DIDIER", of(0), of(0) + "/cancellation", {{"reason", "x"}}).status, 303);
    EXPECT_EQ(submit("DENISE", of(1), of(1) + "/approval").status, 303);
    const ConsolePage made = submit("DENISE", cpam_ + "/issuing", cpam_ + "/issuing", {{"execute", "2024-06-03"}});
    EXPECT_EQ(made.status, 303) << made.body;
    const std::string message = ledger_.service().book().find(orders_[1])->message;
    const ConsolePage file = get("DENISE", "/files/" + message);
    EXPECT_EQ(file.content_type, "application/xml");
    EXPECT_THAT(file.body, HasSubstr(ledger_.service().book().find(orders_[1])->ordered.endToEndId));
    EXPECT_THAT(get("DENISE", cpam_).body, HasSubstr("/files/" + message));
    EXPECT_THAT(get("DENISE", of(1)).body, HasSubstr(of(1) + "/letter"));
    EXPECT_THAT(get("DENISE", of(0)).body, Not(HasSubstr("/letter")));
    const std::string act = std::to_string(ledger_.service().book().find(orders_[1])->position);
    EXPECT_THAT(get("DENISE", "/events/" + act).body, testing::AllOf(HasSubstr(" · 1 · "), Not(HasSubstr("{&quot;"))));
}

TEST_F(ConsolePayments, AnAccountIsConfirmedAgainstTheBanksRibWhichIsKeptWithIt) {
    const std::string rib = "%PDF-1.7 GROUPEMENT G02";
    const auto confirm = [&](const std::string& content) {
        return console_.answer(ledger_.service(), {"POST",
                                                   cpam_ + "/confirmation",
                                                   {},
                                                   {{"csrf", "word"}, {"key", "rib"}},
                                                   {{"document", "rib.pdf", content}},
                                                   {"DENISE"},
                                                   "fr",
                                                   "word"});
    };
    append("DIDIER", R"({"key":"rib","on":"2024-05-31","fact":{"payeeChanged":{"groupement":"G02","payee":)"
                     R"({"name":"GROUPEMENT G02","iban":"FR7630006000011234567890189","bic":"AGRIFRPP"},)"
                     R"("reason":"r"}}})");
    EXPECT_THAT(get("DENISE", cpam_).body, HasSubstr("type=\"file\""));
    EXPECT_EQ(confirm("<html>").status, 422) << "no document";
    EXPECT_EQ(ledger_.service().book().find(GroupementId{"G02"})->pendingPayees.size(), 1u) << "and nothing recorded";
    const ConsolePage confirmed = confirm(rib);
    ASSERT_EQ(confirmed.status, 303) << confirmed.body;
    const std::string event = "/events/" + std::to_string(ledger_.service().store().head());
    EXPECT_THAT(get("DENISE", event).body, HasSubstr(event + "/voucher"));
    EXPECT_THAT(get("EVE", event).body, Not(HasSubstr(event + "/voucher")));
    const ConsolePage opened = get("DENISE", event + "/voucher");
    EXPECT_EQ(opened.body, rib);
    EXPECT_EQ(opened.content_type, "application/pdf");
    EXPECT_THAT(opened.headers.at("Content-Disposition"), testing::StartsWith("attachment;"));
    EXPECT_EQ(opened.shown, std::set<std::string>{"G02"}) << "who read it is recorded";
    EXPECT_EQ(status("EVE", event + "/voucher"), 403);
    EXPECT_EQ(status("OSCAR", event + "/voucher"), 403);
    const std::string change = "/events/" + std::to_string(ledger_.service().store().head() - 1);
    EXPECT_EQ(status("DENISE", change + "/voucher"), 422) << "none is kept of the change itself";
}

TEST_F(ConsolePayments, MonthsAreClosedUpToTheOneChosenAndNoneThatIsNotOver) {
    const CpamState& page = *ledger_.service().book().find(CpamId{own_});
    const Position head = ledger_.service().store().head();
    const std::string now = to_text(ledger_.service().world().today()).substr(0, 7);
    EXPECT_EQ(post("DENISE", cpam_ + "/closing", {{"until", now}}).status, 422);
    EXPECT_EQ(ledger_.service().store().head(), head);
    const std::string first = to_text(*oldest_open_month(page)).substr(0, 7);
    EXPECT_EQ(post("DENISE", cpam_ + "/closing", {{"until", "2024-04"}}).status, 303);
    EXPECT_EQ(to_text(*oldest_open_month(*ledger_.service().book().find(CpamId{own_}))), "2024-05-01");
    EXPECT_EQ(post("DENISE", cpam_ + "/closing", {{"until", first}}).status, 422) << "closed already";
}

TEST_F(ConsolePayments, WhatWasReadBeforeSomebodyActedIsNotDone) {
    const Position head = ledger_.service().store().head();
    EXPECT_EQ(post("DIDIER", cpam_ + "/ordering", {{"seen", "0"}}).status, 409);
    EXPECT_EQ(post("DENISE", of(0) + "/approval", {{"seen", "suspended"}}).status, 409);
    EXPECT_EQ(post("DENISE", cpam_ + "/issuing", {{"seen", "0"}, {"execute", "2024-06-03"}}).status, 409);
    EXPECT_EQ(post("CLARA", "/settlements/2021/validation", {{"seen", "9"}}).headers.at("Location"),
              "/settlements/2021?notice=revised");
    EXPECT_EQ(ledger_.service().store().head(), head);
}

TEST_F(ConsolePayments, EachRoleHasItsOwnButtonsAndWhatItSendsAllTheSameIsRefused) {
    const Position head = ledger_.service().store().head();
    const std::vector<std::string> acts = {of(0) + "/approval", of(0) + "/suspension", cpam_ + "/issuing"};
    for (const char* person : {"DIDIER", "AUDE", "EVE", "OSCAR", "ADA", "CLARA"})
        for (const std::string& act : acts) {
            EXPECT_THAT(get(person, of(0)).body, Not(HasSubstr("action=\"" + act))) << person;
            const ConsolePage refused = post(person, act, {{"seen", "ordered"}, {"ground", "x"}});
            EXPECT_THAT(refused.status, testing::AnyOf(403, 409)) << person << ' ' << act;
        }
    for (const std::string& page : {cpam_, cpam_ + "/reconciliation", of(0)}) {
        EXPECT_EQ(status("OSCAR", page), 403) << page;
        EXPECT_EQ(status("ADA", page), 403) << page;
        EXPECT_EQ(status("AUDE", page), 200) << page;
        EXPECT_THAT(get("AUDE", page).body, Not(HasSubstr("class=\"binding\""))) << page;
    }
    EXPECT_EQ(status("DENISE", cpam_ + "/ordering"), 403);
    EXPECT_EQ(status("DIDIER", cpam_ + "/issuing"), 403);
    EXPECT_EQ(ledger_.service().store().head(), head);
}

TEST_F(ConsolePayments, WhoMayNotSeePayeesReadsADashForThem) {
    const std::string name = "GROUPEMENT";
    EXPECT_THAT(get("DENISE", cpam_).body, HasSubstr(name));
    for (const std::string& page : {cpam_, of(0)}) EXPECT_THAT(get("EVE", page).body, Not(HasSubstr(name))) << page;
}

TEST_F(ConsolePayments, EveryPageStandsInBothLanguages) {
    const std::vector<std::pair<std::string, std::string>> pages = {{"AUDE", "/payments"},
                                                                    {"DENISE", cpam_},
                                                                    {"DIDIER", cpam_ + "/ordering"},
                                                                    {"DENISE", cpam_ + "/issuing"},
                                                                    {"AUDE", cpam_ + "/reconciliation"},
                                                                    {"DENISE", of(0)},
                                                                    {"DENISE", "/bank-files"}};
    for (const auto& [person, path] : pages)
        for (const char* language : {"fr", "en"}) {
            const ConsolePage page =
                console_.answer(ledger_.service(), {"GET", path, {}, {}, {}, {person}, language, "word"});
            EXPECT_EQ(page.status, 200) << path;
            EXPECT_EQ(page.body.find("<h1"), page.body.rfind("<h1")) << path;
            EXPECT_THAT(page.body, Not(HasSubstr("{{"))) << path;
        }
}

}  // namespace
}  // namespace ipep
