// Facts recorded and put right on the console's pages, without a server between.
#include <gmock/gmock.h>

#include "ledger/event.h"
#include "services/console/console.h"
#include "services/forms/fact_field.h"
#include "services/ledger/voucher_file.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::Not;
using Form = std::map<std::string, std::string>;

class RecordPages : public testing::Test {
protected:
    RecordPages() {
        ledger_.append_data("worked.jsonl");
        for (const ResultYear year : {2019, 2020}) ledger_.settle(year);
    }

    ConsolePage get(const std::string& path) {
        return console_.answer(ledger_.service(), {"GET", path, {}, {}, {}, {person_}, "fr", "word"});
    }
    ConsolePage post(const std::string& path, Form form, const std::string& file = "", const char* field = "file") {
        form["csrf"] = "word";
        ConsoleRequest request{"POST", path, {}, std::move(form), {}, {person_}, "fr", "word"};
        if (!file.empty()) request.uploads.push_back({field, "r.json", file});
        return console_.answer(ledger_.service(), request);
    }
    Position head() { return ledger_.service().store().head(); }
    Position find(const std::function<bool(const Event&)>& is_it) {
        for (Position at = 1; at <= head(); ++at)
            if (is_it(ledger_.service().event(at, false))) return at;
        return 0;
    }
    Position spending_of(const std::string& groupement, ResultYear year) {
        return find([&](const Event& event) {
            const auto* fact = std::get_if<ExpenditureMeasured>(&event.body);
            return fact && fact->groupement.text == groupement && fact->year == year;
        });
    }

    TrialLedger ledger_;
    Console console_{ConsoleOptions{.version = "test"}};
    std::string person_ = "ANNE";
};

std::string hidden(const std::string& body, const std::string& name) {
    const std::string mark = "name=\"" + name + "\" value=\"";
    const auto at = body.find(mark);
    if (at == std::string::npos) return {};
    return body.substr(at + mark.size(), body.find('"', at + mark.size()) - at - mark.size());
}

const Form kBudget{{"on", "2024-05-31"}, {"paymentYear", "2031"}, {"amount", "1 000,5"}, {"source", "arrêté"}};

TEST_F(RecordPages, EveryKindOfFactIsOnTheListAndHasItsForm) {
    const std::string list = get("/facts").body;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<PlainFact::size>>([&](auto index) {
        const std::string kind(kKinds[index]);
        EXPECT_THAT(list, HasSubstr("href=\"/facts/" + kind + "\"")) << "put it under a chapter of record_page.cc";
        const ConsolePage page = get("/facts/" + kind);
        EXPECT_EQ(page.status, 200) << kind;
        for (const auto& field : forms::fields_of(kind))
            EXPECT_THAT(page.body, HasSubstr("name=\"" + field.name + '"')) << kind;
        EXPECT_EQ(page.body.find("<h1"), page.body.rfind("<h1")) << kind;
    });
    for (const char* path : {"/facts/nothing", "/facts/factCorrected", "/facts/yearSettled", "/events/0/correction"})
        EXPECT_EQ(get(path).status, 404) << path;
}

TEST_F(RecordPages, AFactIsLookedAtThenRecordedAndOnceOnly) {
    const Position before = head();
    const ConsolePage seen = post("/facts/envelopeBudgeted", kBudget);
    EXPECT_EQ(seen.status, 200);
    EXPECT_THAT(seen.body, HasSubstr("1 000,50 €"));
    EXPECT_THAT(seen.body, HasSubstr("Enregistrer ce fait"));
    EXPECT_EQ(head(), before) << "nothing is recorded yet";
    Form form = kBudget;
    form["seen"] = hidden(seen.body, "seen");
    const ConsolePage done = post("/facts/envelopeBudgeted/recording", form);
    EXPECT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(done.headers.at("Location"), "/events/" + std::to_string(before + 1) + "?notice=recorded");
    const Event event = ledger_.service().event(head(), false);
    EXPECT_EQ(std::get<EnvelopeBudgeted>(event.body).amount, sample::euros("1000.50"));
    EXPECT_EQ(event.source->reference, "arrêté");
    EXPECT_EQ(event.actor.text, "ANNE");
    EXPECT_EQ(post("/facts/envelopeBudgeted/recording", form).status, 303) << "a double click";
    EXPECT_EQ(head(), before + 1);
    const std::string again = post("/facts/envelopeBudgeted", kBudget).body;
    EXPECT_THAT(again, HasSubstr("déjà enregistré"));
    EXPECT_THAT(again, Not(HasSubstr("Enregistrer ce fait")));
}

TEST_F(RecordPages, ADocumentBecomesTheSourceAndIsKeptIfAsked) {
    const std::string path = "/facts/envelopeBudgeted/recording", decree = "%PDF-1.7 decree";
    const auto record = [&](Form form, const std::string& document) {
        form["seen"] = hidden(post("/facts/envelopeBudgeted", form).body, "seen");
        return post(path, form, document, "document").status;
    };
    const Position before = head();
    EXPECT_EQ(record(kBudget, "MZ program"), 422) << "no document";
    EXPECT_EQ(head(), before);
    EXPECT_EQ(record(kBudget, decree), 303);
    const Event event = ledger_.service().event(head(), false);
    EXPECT_EQ(event.source->reference, "arrêté");
    EXPECT_EQ(event.source->sha256->size(), 64u);
    EXPECT_FALSE(voucher_file(ledger_.service(), head())) << "nobody asked to keep it";
    Form other = kBudget;
    other["paymentYear"] = "2032", other["keep"] = "yes", other["source"] = "";
    EXPECT_EQ(record(other, decree), 303);
    EXPECT_EQ(ledger_.service().event(head(), false).source->reference, "document");
    EXPECT_EQ(voucher_file(ledger_.service(), head())->bytes, decree);
    const Position after = head();
    EXPECT_EQ(post(path, other, decree, "document").status, 303) << "a double click";
    EXPECT_EQ(head(), after);
}

TEST_F(RecordPages, WhatIsWrongStandsBesideItsFieldAndNothingIsRecorded) {
    const Position before = head();
    const ConsolePage page =
        post("/facts/indicatorMeasured",
             {{"on", "2024-05-31"}, {"groupement", "G01"}, {"year", "2019"}, {"indicator", "S01"}, {"value", "0,9x"}});
    EXPECT_EQ(page.status, 422);
    EXPECT_THAT(page.body, HasSubstr("id=\"e-value\""));
    EXPECT_THAT(page.body, HasSubstr("value=\"0,9x\"")) << "what was typed stays";
    const ConsolePage unknown =
        post("/facts/indicatorMeasured",
             {{"on", "2024-05-31"}, {"groupement", "G01"}, {"year", "2030"}, {"indicator", "S01"}, {"value", "0,9"}});
    EXPECT_EQ(unknown.status, 422);
    EXPECT_THAT(unknown.body, HasSubstr("id=\"e-year\"")) << "what the ledger refuses, too";
    EXPECT_EQ(post("/facts/envelopeBudgeted/recording", kBudget).status, 422) << "without having seen it";
    EXPECT_EQ(post("/facts/envelopeBudgeted", {}).status, 422);
    EXPECT_EQ(post("/facts/nothing", {}).status, 404);
    EXPECT_EQ(head(), before);
}

TEST_F(RecordPages, AFactIsPutRightWithItsEurosSeenBefore) {
    const Position spent = spending_of("G01", 2019), before = head();
    const std::string path = "/events/" + std::to_string(spent) + "/correction";
    EXPECT_THAT(get("/events/" + std::to_string(spent)).body, HasSubstr(path));
    const ConsolePage form = get(path);
    EXPECT_EQ(form.status, 200);
    EXPECT_THAT(form.body, HasSubstr("en place :"));
    Form values;
    for (const char* name : {"groupement", "year", "actualPerPatient", "adjustedPerPatient"})
        values[name] = hidden(form.body, name);
    values["groupement"] = "G01", values["on"] = "2024-05-31", values["reason"] = "relecture du SNDS";
    EXPECT_EQ(post(path, values).status, 422) << "nothing differs";
    values["actualPerPatient"] = "2 000,00";
    const ConsolePage seen = post(path, values);
    EXPECT_EQ(seen.status, 200) << seen.body;
    EXPECT_THAT(seen.body, HasSubstr("<mark>2 000,00</mark>"));
    EXPECT_THAT(seen.body, HasSubstr("Montants dus qui changeraient"));
    EXPECT_EQ(head(), before);
    values["seen"] = hidden(seen.body, "seen");
    for (int why = 0; seen.body.find("name=\"why-" + std::to_string(why)) != std::string::npos; ++why)
        values["why-" + std::to_string(why)] = "vérifié";
    EXPECT_EQ(post(path + "/recording", values).status, 303);
    const Event event = ledger_.service().event(head(), false);
    const auto& correction = std::get<FactCorrected>(event.body);
    EXPECT_EQ(correction.reason, "relecture du SNDS");
    EXPECT_EQ(std::get<ExpenditureMeasured>(correction.fact).actualPerPatient.text, "2000.00");
    EXPECT_THAT(get("/events/" + std::to_string(spent)).body, HasSubstr("corrigé")) << "the old one says so";
    EXPECT_THAT(get(path).body, HasSubstr("2000,00")) << "what stands is corrected next";
    values.erase("reason");
    EXPECT_EQ(post(path, values).status, 422) << "without a reason";
}

TEST_F(RecordPages, WhatStandsOutTakesAReasonThatIsKept) {
    const Form odd{{"on", "2024-05-31"}, {"groupement", "G01"},     {"year", "2019"},
                   {"reason", "r"},      {"actualPerPatient", "1"}, {"adjustedPerPatient", "2000"}};
    const std::string path = "/events/" + std::to_string(spending_of("G01", 2019)) + "/correction";
    const ConsolePage seen = post(path, odd);
    EXPECT_THAT(seen.body, HasSubstr("name=\"why-0\""));
    Form form = odd;
    form["seen"] = hidden(seen.body, "seen");
    EXPECT_EQ(post(path + "/recording", form).status, 422) << "no reason";
    for (int why = 0; seen.body.find("name=\"why-" + std::to_string(why)) != std::string::npos; ++why)
        form["why-" + std::to_string(why)] = "épuré des transports";
    EXPECT_EQ(post(path + "/recording", form).status, 303);
    EXPECT_THAT(ledger_.service().event(head(), false).source->reference, HasSubstr("épuré des transports"));
}

TEST_F(RecordPages, RulesComeFromAFileWithWhatDiffersFromThoseInForce) {
    RulesAdopted rules = ledger_.service().book().common().rules.front().noted.value;
    rules.rules = {"cdc-2030"}, rules.title = "Avenant", rules.fromYear = 2023;
    rules.parameters->quality.envelopeShare = {"0.5"};
    const std::string line = sample::line(rules, "k"), path = "/facts/rulesAdopted";
    const ConsolePage seen = post(path, {{"on", "2024-05-31"}}, line);
    EXPECT_EQ(seen.status, 200) << seen.body;
    EXPECT_THAT(seen.body, HasSubstr("<mark>cdc-2030</mark>"));
    EXPECT_THAT(seen.body, HasSubstr("<mark>"));
    EXPECT_THAT(seen.body, Not(HasSubstr("Bande"))) << "what is the same is left out";
    Form form{{"on", "2024-05-31"}, {"seen", hidden(seen.body, "seen")}, {"content", hidden(seen.body, "content")}};
    EXPECT_EQ(post(path + "/recording", form).status, 303);
    EXPECT_EQ(std::get<RulesAdopted>(ledger_.service().event(head(), false).body).rules.text, "cdc-2030");
    EXPECT_EQ(post(path, {{"on", "2024-05-31"}}, "{}").status, 422);
    EXPECT_EQ(post(path, {{"on", "2024-05-31"}}).status, 422);
}

TEST_F(RecordPages, WhoMayNotRecordHasNoFormAndNoButton) {
    ledger_.append(R"({"key":"r1","on":"2019-01-01","fact":{"roleGranted":{"person":"tester","role":"admin"}}})");
    for (const char* role : {"director", "auditor"})
        ledger_.append(R"({"key":")" + std::string(role) + R"(","on":"2019-01-01","fact":{"roleGranted":{"person":")" +
                       role + R"(","role":")" + role + R"("}}})");
    const std::string spent = std::to_string(spending_of("G01", 2019));
    person_ = "auditor";
    EXPECT_EQ(get("/facts").status, 403);
    EXPECT_THAT(get("/events/" + spent).body, Not(HasSubstr("/correction")));
    person_ = "director";
    const std::string list = get("/facts").body;
    EXPECT_THAT(list, HasSubstr("/facts/roadmapReceived"));
    EXPECT_THAT(list, Not(HasSubstr("/facts/envelopeBudgeted")));
    EXPECT_EQ(get("/facts/envelopeBudgeted").status, 403);
    EXPECT_EQ(post("/facts/envelopeBudgeted", kBudget).status, 403);
    EXPECT_EQ(get("/events/" + spent + "/correction").status, 403);
    EXPECT_EQ(post("/events/" + spent + "/correction", {}).status, 403);
    EXPECT_EQ(get("/facts/roadmapReceived").status, 200);
    person_ = "tester";
    EXPECT_THAT(get("/facts").body, HasSubstr("/facts/roleGranted"));
}

}  // namespace
}  // namespace ipep
