// Facts as forms: a field for every member of every kind, read back as what was recorded; what is wrong, by its field.
#include "services/forms/fact_form.h"

#include <gmock/gmock.h>

#include "events/describe.h"
#include "ledger/code.h"
#include "ledger/guard.h"
#include "services/forms/fact_trial.h"
#include "services/forms/standing_fact.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using namespace sample;
using forms::Field;
using forms::FieldKind;
using forms::read_form;
using forms::Values;
using testing::Contains;
using testing::ElementsAre;

Values filled(const PlainFact& fact) {
    Values values = forms::values_of(fact);
    values["on"] = "2019-09-01";
    values["word"] = "abc";
    return values;
}

std::vector<std::string> wrong_fields(const forms::ReadForm& read) {
    std::vector<std::string> fields;
    for (const auto& one : read.refused) fields.push_back(one.field);
    return fields;
}

TEST(FactForm, EveryKindHasAFieldForEachMemberAndIsReadBackAsItWas) {
    for (const Fact& fact : one_of_each()) {
        if (std::holds_alternative<FactCorrected>(fact)) continue;
        const PlainFact wanted = forms::plain(fact);
        const std::string kind(kind_of(wanted));
        if (kind == "rulesAdopted") {
            EXPECT_TRUE(forms::fields_of(kind).empty()) << "rules come as a file";
            continue;
        }
        EXPECT_FALSE(forms::fields_of(kind).empty()) << kind;
        Values values = filled(wanted);
        if (values.contains("payee.iban")) ADD_FAILURE() << kind << " shows an account";
        for (const Field& field : forms::fields_of(kind))
            if (field.is_personal)
                values[field.name] = field.member() == "iban"  ? "fr76 3000 1007 9412 3456 7890 185"
                                     : field.member() == "bic" ? "agrifrpp"
                                                               : "GROUPEMENT A";
        const auto read = read_form(kind, values);
        ASSERT_TRUE(read.fact) << kind << ' '
                               << (read.refused.empty() ? "" : read.refused.front().rejection.sentence());
        PlainFact got = forms::plain(read.fact->fact);
        if (auto* payee = std::get_if<ConventionSigned>(&got)) {
            EXPECT_EQ(*payee->payee.iban.value, "FR7630001007941234567890185");
            EXPECT_EQ(*payee->payee.bic.value, "AGRIFRPP");
            payee->payee = std::get<ConventionSigned>(wanted).payee;
        }
        if (auto* payee = std::get_if<PayeeChanged>(&got)) payee->payee = std::get<PayeeChanged>(wanted).payee;
        EXPECT_EQ(got, wanted) << kind;
        EXPECT_TRUE(read.fact->key.text.starts_with(kind + '-')) << read.fact->key.text;
    }
}

TEST(FactForm, WhatIsNeededIsAskedForAllAtOnceAndWhatIsOptionalIsNot) {
    for (const Fact& fact : one_of_each()) {
        const std::string kind(kKinds[fact.index()]);
        const auto fields = forms::fields_of(kind);
        const auto read = read_form(kind, {{"on", "2019-09-01"}});
        std::vector<std::string> needed;
        for (const Field& field : fields)
            if (field.is_needed) needed.push_back(field.name);
        if (!fields.empty()) {
            EXPECT_EQ(wrong_fields(read), needed) << kind;
        }
    }
}

std::string value_of(const std::string& amount) {
    const auto read =
        read_form("envelopeBudgeted", {{"on", "31/12/2019"}, {"paymentYear", "2 020"}, {"amount", amount}});
    if (!read.fact) return "refused";
    EXPECT_EQ(read.fact->on, day("2019-12-31"));
    return to_text(std::get<EnvelopeBudgeted>(read.fact->fact).amount);
}

TEST(FactForm, ANumberIsWrittenAsPeopleWriteIt) {
    for (const auto& [given, wanted] : {std::pair{"1 234,5", "1234.50"},
                                        {"1\u202f234\u00a0567,89", "1234567.89"},
                                        {"70000", "70000.00"},
                                        {"-12.5", "-12.50"},
                                        {"\u221212,50", "-12.50"},
                                        {" 1.20 ", "1.20"}})
        EXPECT_EQ(value_of(given), wanted) << given;
    for (const char* given : {"1.234,56", "1,234,567", "12,345", "douze", "1e3", "--1", "1,2,3"})
        EXPECT_EQ(value_of(given), "refused") << given;
}

TEST(FactForm, EachFieldSaysWhatIsWrongWithIt) {
    const auto read = read_form("indicatorMeasured", {{"on", "31/02/2020"},
                                                      {"groupement", "G 1"},
                                                      {"year", "20"},
                                                      {"indicator", "S01"},
                                                      {"value", "0,9.5"},
                                                      {"answered", "douze"},
                                                      {"extractedOn", "hier"}});
    EXPECT_THAT(wrong_fields(read), ElementsAre("on", "groupement", "year", "value", "extractedOn", "answered"));
    const auto control = read_form("roadmapReceived", {{"on", "2020-01-01"}, {"groupement", "A"}, {"source", "\x01"}});
    EXPECT_TRUE(control.fact) << "a control character is a blank";
    EXPECT_FALSE(read_form("nothing", {{"on", "2020-01-01"}}).fact);
    EXPECT_FALSE(read_form("factCorrected", {{"on", "2020-01-01"}}).fact);
    const auto rules = read_form("rulesAdopted", {{"on", "2020-01-01"}, {"file", "{}"}});
    EXPECT_THAT(wrong_fields(rules), ElementsAre("file"));
}

TEST(FactForm, RulesComeAsTheirBodyOrAsAWholeLine) {
    const std::string whole = line(sample::rules(), "k");
    const auto read = read_form("rulesAdopted", {{"on", "2020-01-01"}, {"file", whole}});
    ASSERT_TRUE(read.fact);
    EXPECT_EQ(std::get<RulesAdopted>(read.fact->fact), sample::rules());
    const std::string mark = "\"rulesAdopted\":";
    const auto from = whole.find(mark) + mark.size();
    const auto body =
        read_form("rulesAdopted", {{"on", "2020-01-01"}, {"file", whole.substr(from, whole.size() - from - 2)}});
    ASSERT_TRUE(body.fact);
    EXPECT_EQ(body.fact->key, read.fact->key) << "the same words, the same key";
}

TEST(FactForm, TheSameWordsHaveOneKeyAndAnAccountIsInNone) {
    const auto key = [](const Values& values, const char* kind) { return read_form(kind, values).fact->key.text; };
    const Values budget{{"on", "2020-01-01"}, {"paymentYear", "2020"}, {"amount", "1,00"}};
    Values again = budget, other = budget;
    again["amount"] = "1.00", other["amount"] = "2,00";
    EXPECT_EQ(key(budget, "envelopeBudgeted"), key(again, "envelopeBudgeted"));
    EXPECT_NE(key(budget, "envelopeBudgeted"), key(other, "envelopeBudgeted"));
    Values payee{{"on", "2020-01-01"},   {"groupement", "A"},       {"payee.name", "A"}, {"reason", "banque"},
                 {"payee.iban", "FR76"}, {"payee.bic", "AGRIFRPP"}, {"word", "w1"}};
    const std::string first = key(payee, "payeeChanged");
    payee["payee.iban"] = "FR77";
    EXPECT_EQ(key(payee, "payeeChanged"), first) << "nobody can try accounts out on it";
    payee["word"] = "w2";
    EXPECT_NE(key(payee, "payeeChanged"), first);
}

TEST(FactTrial, WhatAFactWouldDoIsToldAndUndone) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    for (const ResultYear year : {2019, 2020}) ledger.settle(year);
    LedgerService& service = ledger.service();
    const std::string before = state_of(service);
    Position spent = 0;
    for (Position at = 1; at <= service.store().head() && spent == 0; ++at) {
        const Event event = service.event(at, false);
        const auto* fact = std::get_if<ExpenditureMeasured>(&event.body);
        if (fact && fact->groupement == group("G01") && fact->year == 2019) spent = at;
    }
    const auto stands = forms::standing_fact(service, spent);
    ASSERT_TRUE(stands);
    EXPECT_EQ(stands->standing, spent);
    Values values = forms::values_of(stands->fact);
    values["on"] = "2024-05-31", values["reason"] = "relecture", values["actualPerPatient"] = "2000";
    const auto command = read_form(stands->kind, values, forms::Correcting{stands->key, stands->standing});
    ASSERT_TRUE(command.fact);
    const auto trial = forms::try_fact(service, *command.fact, {"ANNE"});
    EXPECT_TRUE(trial.refused.empty());
    EXPECT_EQ(trial.again, 2019);
    ASSERT_FALSE(trial.due.empty());
    EXPECT_EQ(state_of(service), before);
    ASSERT_TRUE(service.append(std::vector{*command.fact}, {"ANNE"}));
    EXPECT_EQ(forms::standing_fact(service, spent)->standing, service.store().head());
    EXPECT_TRUE(forms::try_fact(service, *command.fact, {"ANNE"}).is_known);
    const auto settled = service.settle(2019, std::nullopt, {"ANNE"}, false);
    ASSERT_TRUE(settled);
    for (const auto& one : trial.due)
        EXPECT_EQ(service.book().find(one.groupement)->settled.at(one.year).row.due, one.after)
            << one.groupement.text << to_text(one.year);
    values["reason"] = "encore", values["groupement"] = "G02";
    const auto moved = read_form("expenditureMeasured", values, forms::Correcting{stands->key, stands->standing});
    const auto refused = forms::try_fact(service, *moved.fact, {"ANNE"});
    ASSERT_EQ(refused.refused.size(), 1u);
    EXPECT_EQ(refused.refused.front().rejection.code, code::correction_subject);
}

TEST(StandingFact, OnlyAFactThatMayBePutRightIsFound) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.settle(2019);
    LedgerService& service = ledger.service();
    std::set<std::string> refused;
    for (Position at = 1; at <= service.store().head(); ++at)
        if (!forms::standing_fact(service, at)) refused.emplace(kind_of(service.event(at, false).body));
    EXPECT_THAT(refused, Contains("conventionSigned"));
    EXPECT_THAT(refused, Contains("yearSettled"));
    EXPECT_THAT(refused, testing::Not(Contains("indicatorMeasured")));
    EXPECT_FALSE(forms::standing_fact(service, 0));
    EXPECT_FALSE(forms::standing_fact(service, service.store().head() + 1));
}

}  // namespace
}  // namespace ipep
