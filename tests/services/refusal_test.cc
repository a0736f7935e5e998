// Every refusal is reached, changes nothing, and says where and why. The examples' three groupements are the history.
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include <regex>

#include "services/answers/figures.h"
#include "services/words/all_codes.h"
#include "services/words/code.h"
#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

// A line that is refused, after other lines and settlements that are not. `key` is empty where no key was read yet.
struct Refused {
    Code code;
    const char* name;
    std::string line;
    std::string key = "x";
    std::vector<std::string> before = {};
    std::vector<ResultYear> settled = {};
};

std::string fact(const std::string& body, const std::string& key = "x", const std::string& on = "2020-06-30") {
    return R"({"key":")" + key + R"(","on":")" + on + R"(","fact":{)" + body + "}}";
}

std::string admission(const std::string& changed, const std::string& groupement = "N01") {
    return R"("groupementAdmitted":{"groupement":")" + groupement +
           R"(","name":"N","legalForm":"SISA","region":"Bretagne","cpam":"351","wave":1,"decision":"D",)" + changed +
           "}";
}
const std::string kSound = R"("firstYear":2019,"referringPhysicians":3,"patients":6000)";

std::string agreement(const std::string& iban, const std::string& bic, const std::string& cpam = "351") {
    return R"("conventionSigned":{"groupement":"N01","cpam":")" + cpam + R"(","payee":{"name":"N","iban":")" + iban +
           R"(","bic":")" + bic + R"("}})";
}
const std::string kIban = "FR7699999010010005000791985", kBic = "TESTFRPP";

std::string corrects(const std::string& key, const std::string& body) {
    return R"("factCorrected":{"corrects":")" + key + R"(","reason":"r","fact":{)" + body + "}}";
}

// The rules of the examples, from line 1 of worked.jsonl, with one text in the place of another.
std::string rules(const std::string& from = "", const std::string& to = "") {
    const std::string all = read_data("worked.jsonl");
    std::string line = all.substr(0, all.find('\n'));
    line.replace(line.find("rulesAdopted-000001"), 19, "x");
    if (!from.empty()) line.replace(line.find(from), from.size(), to);
    return line;
}

std::string budget(const std::string& amount) {
    return R"("envelopeBudgeted":{"paymentYear":2031,"amount":)" + amount + "}";
}
std::string spending(const std::string& actual, const std::string& adjusted) {
    return R"("expenditureMeasured":{"groupement":"N01","year":2019,"actualPerPatient":)" + actual +
           R"(,"adjustedPerPatient":)" + adjusted + "}";
}

// The rules of the examples with a catalogue: S01 is to go up and is measured nationally, S04 comes from the groups.
std::string indicators(const std::string& of_s02_and_s04) {
    return rules(R"("aLaCarteMax": 3)",
                 R"("aLaCarteMax": 3, "indicators": [{"id":"S01","name":"N","evolution":"up","source":"snds"})" +
                     of_s02_and_s04 + "]");
}
std::string catalogue(const std::string& key) {
    std::string line = indicators(R"(,{"id":"S02","name":"N","evolution":"down","source":"snds"})"
                                  R"(,{"id":"S04","name":"N","evolution":"stable","source":"collected"})");
    return line.replace(line.find("\"x\""), 3, '"' + key + '"');
}
const std::vector<std::string> kCatalogued = {catalogue("catalogue")};
std::string aim(const std::string& indicator, const std::string& direction, const std::string& levels) {
    return fact(R"("indicatorTargetsSet":{"year":2030,"indicator":")" + indicator + R"(","direction":")" + direction +
                R"(",)" + levels + '}');
}
const std::string kRising = R"("target":"0.2","intermediate":"0.1")",
                  kFalling = R"("target":"0.1","intermediate":"0.2")";
std::string measured(const std::string& value, const std::string& more) {
    return fact(R"("indicatorMeasured":{"groupement":"N01","year":2019,"indicator":"S01","value":")" + value + "\"," +
                more + "}");
}
std::string left(int last_year, const std::string& ground) {
    return fact(R"("groupementWithdrew":{"groupement":"N01","lastYear":)" + to_text(last_year) +
                R"(,"reason":"r","ground":)" + ground + '}');
}

const std::string kNew = fact(admission(kSound), "new");
const std::vector<std::string> kAdmitted = {kNew};
const std::vector<ResultYear> kAll = {2019, 2020, 2021, 2022, 2023};

const std::vector<Refused> kLines = {
    {code::json_malformed, "NotJson", "{", ""},
    {code::json_malformed, "AnotherValue", "[1]", ""},
    {code::json_malformed, "TrailingBytes", fact(budget(R"("1.00")")) + "x", ""},
    {code::json_malformed, "TwoObjects", fact(budget(R"("1.00")")) + "{}", ""},
    {code::json_malformed, "InvalidUtf8", fact(budget("\"1.00\xff\"")), ""},
    {code::json_malformed, "OverlongUtf8", fact(budget("\"\xc0\xaf\"")), ""},
    {code::json_malformed, "ALoneSurrogate", fact(budget(R"("\ud800")")), ""},
    {code::json_malformed, "AComment", "/* */" + fact(budget(R"("1.00")")), ""},
    {code::json_malformed, "NestedTooDeep", std::string(40, '[') + std::string(40, ']'), ""},
    {code::json_malformed, "AByteOrderMark", "\xef\xbb\xbf" + fact(budget(R"("1.00")")), ""},
    {code::json_malformed, "ACommaTooMany", R"({"key":"x",})", ""},
    {code::json_malformed, "NotANumber", fact(budget("NaN")), ""},
    {code::member_unknown, "InTheLine",
     R"({"key":"x","on":"2020-01-01","note":1,"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {code::member_unknown, "InTheFact", fact(R"("roadmapReceived":{"groupement":"G01","note":""})")},
    {code::member_unknown, "InTheSource",
     R"({"key":"x","on":"2020-01-01","source":{"reference":"r","page":1},"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {code::member_unknown, "AnUnknownParameter", rules(R"("eligibility":)", R"("lottery":1,"eligibility":)")},
    {code::member_missing, "InTheLine", R"({"key":"x","fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {code::member_missing, "InTheFact", fact(R"("roadmapReceived":{})")},
    {code::member_missing, "TheKey", R"({"on":"2020-01-01","fact":{"roadmapReceived":{"groupement":"G01"}}})", ""},
    {code::member_missing, "AParameter", rules(R"("aLaCarteMax": 3, )", "")},
    {code::member_repeated, "InTheLine", R"({"key":"x","key":"y"})", ""},
    {code::member_repeated, "InTheFact", fact(R"("roadmapReceived":{"groupement":"G01","groupement":"G01"})"), ""},
    {code::member_wrong_type, "AnAmountAsNumber", fact(budget("1.00"))},
    {code::member_wrong_type, "AMeasureAsNumber",
     fact(R"("experienceMeasured":{"groupement":"G01","year":2019,"score":60})")},
    {code::member_wrong_type, "AYearAsText",
     fact(R"("patientsCounted":{"groupement":"G01","year":"2019","patients":1})")},
    {code::member_wrong_type, "ACountAsFraction",
     fact(R"("patientsCounted":{"groupement":"G01","year":2019,"patients":1.0})")},
    {code::member_wrong_type, "ACountBeyondAnyNumber",
     fact(R"("patientsCounted":{"groupement":"G01","year":2019,"patients":9999999999999999999})")},
    {code::member_wrong_type, "Null", fact(R"("roadmapReceived":{"groupement":null})")},
    {code::member_wrong_type, "ADirection",
     fact(
         R"("indicatorTargetsSet":{"year":2030,"indicator":"S01","direction":"sideways","target":"1","intermediate":"1"})")},
    {code::member_wrong_type, "TwoKinds", fact(R"("roadmapReceived":{"groupement":"G01"},"patientsCounted":{})")},
    {code::member_wrong_type, "NoKind", R"({"key":"x","on":"2020-01-01","fact":{}})"},
    {code::member_wrong_type, "AnOptionalMemberAsNull",
     R"({"key":"x","on":"2020-01-01","source":null,"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {code::kind_unknown, "AKind", fact(R"("miracleWorked":{})")},
    {code::kind_decided, "ADecision", fact(R"("incentiveSettled":{})")},
    {code::amount_malformed, "ThreeDecimals", fact(budget(R"("1.000")"))},
    {code::amount_malformed, "OneDecimal", fact(budget(R"("1.0")"))},
    {code::amount_malformed, "AComma", fact(budget(R"("1,00")"))},
    {code::decimal_malformed, "NineteenDigits", fact(spending(R"("1234567890123456789")", R"("1")")), "x", kAdmitted},
    {code::decimal_malformed, "NineteenDecimals", fact(spending(R"("1.1234567890123456789")", R"("1")")), "x",
     kAdmitted},
    {code::decimal_malformed, "AnExponent", fact(spending(R"("1e3")", R"("1")")), "x", kAdmitted},
    {code::decimal_malformed, "AFraction", fact(spending(R"("1/3")", R"("1")")), "x", kAdmitted},
    {code::ratio_malformed, "APercentage",
     fact(R"("seedCreditAssessed":{"groupement":"N01","patients":1,"multiprofessionalModulation":"5%"})"), "x",
     kAdmitted},
    {code::ratio_malformed, "ADivisionByNothing",
     fact(R"("seedCreditAssessed":{"groupement":"N01","patients":1,"multiprofessionalModulation":"1/0"})"), "x",
     kAdmitted},
    {code::day_malformed, "NoSuchDay", fact(budget(R"("1.00")"), "x", "2019-02-29")},
    {code::day_malformed, "ATime", fact(budget(R"("1.00")"), "x", "2019-02-28T00:00:00Z")},
    {code::year_malformed, "AYear", fact(R"("envelopeBudgeted":{"paymentYear":1899,"amount":"1.00"})")},
    {code::identifier_malformed, "ASpace", fact(R"("roadmapReceived":{"groupement":"G 01"})")},
    {code::identifier_malformed, "SixtyFiveLetters",
     fact(R"("roadmapReceived":{"groupement":")" + std::string(65, 'G') + "\"}")},
    {code::text_malformed, "AControlCharacter",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2019,"reason":"a\u0000b"})")},
    {code::text_malformed, "AnEmptyText",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2019,"reason":""})")},
    {code::text_malformed, "AnEmptyKey", fact(budget(R"("1.00")"), ""), ""},
    {code::text_malformed, "ATooLongKey", fact(budget(R"("1.00")"), std::string(201, 'k')), ""},
    {code::digest_malformed, "UpperCase",
     R"({"key":"x","on":"2020-01-01","source":{"reference":"r","sha256":")" + std::string(64, 'A') +
         R"("},"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {code::count_out_of_range, "Negative", fact(R"("patientsCounted":{"groupement":"N01","year":2019,"patients":-1})"),
     "x", kAdmitted},
    {code::count_out_of_range, "ABillion",
     fact(R"("patientsCounted":{"groupement":"N01","year":2019,"patients":1000000000})"), "x", kAdmitted},
    {code::count_out_of_range, "WaveZero",
     fact(
         R"("groupementAdmitted":{"groupement":"N01","name":"N","legalForm":"SISA","region":"B","cpam":"351","wave":0,"decision":"D",)" +
         kSound + "}")},
    {code::iban_invalid, "AWrongKey", fact(agreement("FR7699999010010005000791986", kBic)), "x", kAdmitted},
    {code::bic_invalid, "TooShort", fact(agreement(kIban, "TESTFR")), "x", kAdmitted},
    {code::key_reused, "AnotherContent", fact(budget(R"("2.00")"), "rulesAdopted-000001"), "rulesAdopted-000001"},
    {code::key_reused, "InTheSameFile", fact(budget(R"("2.00")"), "valid"), "valid"},
    {code::duplicate_fact, "UnderAnotherKey", fact(admission(kSound)), "x", kAdmitted},
    {code::unknown_key, "OfNoFact", fact(corrects("nothing", R"("roadmapReceived":{"groupement":"G01"})"))},
    {code::correction_of_correction,
     "ByItsKey",
     fact(corrects("c", admission(kSound))),
     "x",
     {kNew, fact(corrects("new", admission(kSound)), "c")}},
    {code::correction_kind, "AnotherKind", fact(corrects("new", R"("roadmapReceived":{"groupement":"N01"})")), "x",
     kAdmitted},
    {code::correction_subject, "AnotherGroup", fact(corrects("new", admission(kSound, "N02"))), "x", kAdmitted},
    {code::not_correctable,
     "AnErasure",
     fact(corrects("erased", R"("personalDataErased":{"subject":"G01","decision":"D"})")),
     "x",
     {fact(R"("personalDataErased":{"subject":"G01","decision":"D"})", "erased")}},
    {code::rules_invalid, "WeightsNotOne", rules(R"("gapWeight": "1/3")", R"("gapWeight": "1/2")")},
    {code::year_without_rules, "BeforeTheFirst",
     fact(admission(R"("firstYear":2017,"referringPhysicians":3,"patients":6000)"))},
    {code::year_without_rules, "RulesCorrectedAway",
     fact(corrects("rulesAdopted-000001",
                   [] {
                       const std::string line = rules(R"("fromYear": 2018)", R"("fromYear": 2020)");
                       const auto from = line.find(R"("rulesAdopted")");
                       return line.substr(from, line.size() - from - 2);
                   }()))},
    {code::chosen_became_core, "UnderNewRules", rules(R"(["S01", "S02", "S04"])", R"(["S01", "C-DIAB"])")},
    {code::unknown_groupement, "NotAdmitted", fact(R"("roadmapReceived":{"groupement":"G99"})")},
    {code::unknown_year, "BeforeTheFirst", fact(R"("patientsCounted":{"groupement":"G01","year":2017,"patients":1})")},
    {code::unknown_indicator, "NeitherCoreNorChosen",
     fact(R"("indicatorMeasured":{"groupement":"G01","year":2019,"indicator":"S99","value":"1"})")},
    {code::patients_below_minimum, "WithoutDerogation",
     fact(admission(R"("firstYear":2019,"referringPhysicians":3,"patients":4999)"))},
    {code::no_referring_physician, "None",
     fact(admission(R"("firstYear":2019,"referringPhysicians":0,"patients":6000)"))},
    {code::cpam_mismatch, "AnotherCpam", fact(agreement(kIban, kBic, "971")), "x", kAdmitted},
    {code::modulation_out_of_range, "TwentyOne",
     fact(R"("seedCreditAssessed":{"groupement":"N01","patients":1,"multiprofessionalModulation":"0.21"})"), "x",
     kAdmitted},
    {code::too_many_chosen, "Four", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":["A","B","C","D"]})"),
     "x", kAdmitted},
    {code::too_many_chosen, "None", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":[]})"), "x", kAdmitted},
    {code::chosen_twice, "TheSame", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":["A","A"]})"), "x",
     kAdmitted},
    {code::chosen_is_core, "S01", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":["S01"]})"), "x",
     kAdmitted},
    {code::choice_is_final, "Again", fact(R"("indicatorsChosen":{"groupement":"G02","indicators":["A"]})")},
    {code::target_below_intermediate, "Up",
     fact(
         R"("indicatorTargetsSet":{"year":2030,"indicator":"S01","direction":"up","target":"0.7","intermediate":"0.8"})")},
    {code::target_below_intermediate, "Stable", aim("S01", "stable", kRising)},
    {code::direction_contradicts, "DownForUp", aim("S01", "down", kFalling), "x", kCatalogued},
    {code::direction_contradicts, "UpForStable", aim("S04", "up", kRising), "x", kCatalogued},
    {code::starting_value_contradicts, "National", aim("S01", "up", kRising + R"(,"startingValue":"0")"), "x",
     kCatalogued},
    {code::starting_value_contradicts, "OfOneGroup",
     aim("S04", "stable", kFalling + R"(,"startingValue":"0","groupement":"G01")"), "x", kCatalogued},
    {code::value_not_quotient, "ACentOff", measured("0.34", R"("numerator":1,"denominator":3)"), "x", kAdmitted},
    {code::value_not_quotient, "OfAScore",
     fact(R"("experienceMeasured":{"groupement":"N01","year":2019,"score":"60","numerator":"59.4","denominator":"1"})"),
     "x", kAdmitted},
    {code::denominator_zero, "Zero", measured("0.34", R"("numerator":1,"denominator":"0.0")"), "x", kAdmitted},
    {code::count_out_of_range, "AnswersBelowNone", measured("0.34", R"("answered":-1)"), "x", kAdmitted},
    {code::digest_malformed, "OfADefinition", measured("0.34", R"("definitionSha256":"5E5E")"), "x", kAdmitted},
    {code::member_wrong_type, "AQuantity", measured("0.34", R"("numerator":true)"), "x", kAdmitted},
    {code::rules_invalid, "AFloorAtTheCeiling",
     rules(R"("sizeCeilingPatients": 50000)", R"("sizeCeilingPatients": 50000, "sizeFloorPatients": 50000)")},
    {code::rules_invalid, "ATrendOfFourYears", rules(R"("share": "1/2")", R"("share": "1/2", "trendYears": 4)")},
    {code::rules_invalid, "AWaveWithTooFewYears",
     rules(R"("resultYears": 4)", R"("resultYears": 4, "resultYearsByWave": {"1": 1})")},
    {code::rules_invalid, "ACatalogueWithAHole", indicators("")},
    {code::rules_invalid, "CataloguedTwice",
     indicators(R"(,{"id":"S01","name":"N","evolution":"up","source":"snds"})")},
    {code::identifier_malformed, "AWaveWithAZero",
     rules(R"("resultYears": 4)", R"("resultYears": 4, "resultYearsByWave": {"01": 4})")},
    {code::ground_contradicts, "NotTheEndOfPhaseTwo", left(2021, R"("endOfPhase2")"), "x", kAdmitted},
    {code::ground_contradicts, "NoRulesNamed", left(2019, R"("amendmentRefused")"), "x", kAdmitted},
    {code::ground_contradicts, "RulesNotAdopted", left(2019, R"("amendmentRefused","rules":"cdc-2099")"), "x",
     kAdmitted},
    {code::ground_contradicts, "AfterTheRulesBegan", left(2019, R"("amendmentRefused","rules":"cdc-2019")"), "x",
     kAdmitted},
    {code::ground_contradicts, "RulesWithoutARefusal", left(2020, R"("endOfPhase2","rules":"cdc-2019")"), "x",
     kAdmitted},
    {code::unknown_year, "BeforeAnyTrend",
     fact(R"("expenditureMeasured":{"groupement":"N01","year":2016,"actualPerPatient":"1","adjustedPerPatient":"1"})"),
     "x", kAdmitted},
    {code::spending_negative, "Actual", fact(spending(R"("-1")", R"("1")")), "x", kAdmitted},
    {code::spending_negative, "Adjusted", fact(spending(R"("1")", R"("-1")")), "x", kAdmitted},
    {code::adjusted_spending_zero, "Zero", fact(spending(R"("1")", R"("0.00")")), "x", kAdmitted},
    {code::amount_negative, "ABudget", fact(budget(R"("-0.01")"))},
    {code::amount_out_of_range, "ABudget", fact(budget(R"("900000000000000.00")"))},
    {code::withdrawal_out_of_range, "TooEarly",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2017,"reason":"r"})")},
    {code::withdrawal_after_settlement,
     "Settled",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2019,"reason":"r"})"),
     "x",
     {},
     {2019, 2020}},
    {code::first_year_settled,
     "Corrected",
     fact(corrects("groupementAdmitted-000002",
                   admission(R"("firstYear":2020,"referringPhysicians":3,"patients":6000)", "G01"))),
     "x",
     {},
     {2019}},
    {code::write_off_too_early,
     "AYearLeft",
     fact(R"("advanceWriteOffDecided":{"groupement":"G01","decision":"D"})"),
     "x",
     {},
     {2019}},
    {code::write_off_of_nothing,
     "NoAdvance",
     fact(R"("advanceWriteOffDecided":{"groupement":"G01","decision":"D"})"),
     "x",
     {},
     kAll},
    {code::unknown_subject, "NobodyKnown", fact(R"("personalDataErased":{"subject":"G99","decision":"D"})")},
    {code::unknown_subject, "NoAgreementYet", fact(R"("personalDataErased":{"subject":"N01","decision":"D"})"), "x",
     kAdmitted},
};

void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.line; }

// Code, sentence without a hole, section, line and key.
void expect_told(const Rejection& why, Code code, std::int64_t line, const std::string& key) {
    EXPECT_EQ(why.code, code) << why.sentence();
    EXPECT_EQ(why.line, line);
    EXPECT_EQ(why.key, key);
    const auto answer = rejection_answer(why, why.sentence());
    EXPECT_EQ(std::string(answer.at("code").as_string()), text_of(code).code);
    const std::string detail(answer.at("detail").as_string());
    EXPECT_FALSE(detail.empty());
    EXPECT_FALSE(std::regex_search(detail, std::regex("\\{[a-zA-Z]+\\}"))) << detail;
    EXPECT_EQ(answer.contains("line"), line > 0);
    EXPECT_EQ(answer.contains("key"), !key.empty());
    EXPECT_EQ(answer.contains("cite"), !text_of(code).section.empty());
}

class RefusedLine : public testing::TestWithParam<Refused> {};

TEST_P(RefusedLine, ChangesNothingAndSaysWhy) {
    const Refused& refused = GetParam();
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    for (const ResultYear year : refused.settled) ledger.settle(year);
    for (const std::string& line : refused.before) ledger.append(line);
    const std::string before = state_of(ledger.service());

    const std::string valid = fact(R"("envelopeBudgeted":{"paymentYear":2030,"amount":"1.00"})", "valid");
    const auto result = ledger.service().append(valid + "\n\n" + refused.line + "\n", {"tester"});
    ASSERT_FALSE(result);
    expect_told(result.error(), refused.code, 3, refused.key);
    EXPECT_EQ(state_of(ledger.service()), before) << "not even the valid line before it was kept";
    ledger.reopen();
    EXPECT_EQ(state_of(ledger.service()), before);
    ledger.append(valid);
}

INSTANTIATE_TEST_SUITE_P(, RefusedLine, testing::ValuesIn(kLines), [](const auto& one) {
    return std::string(text_of(one.param.code).code) + '_' + one.param.name;
});

void expect_settling_refused(TrialLedger& ledger, ResultYear year, std::optional<Day> on, Code code) {
    const std::string before = state_of(ledger.service());
    for (const bool dry_run : {true, false}) {
        const auto result = ledger.service().settle(year, on, {"tester"}, dry_run);
        ASSERT_FALSE(result);
        expect_told(result.error(), code, 0, "");
        EXPECT_EQ(state_of(ledger.service()), before);
    }
}

TEST(RefusedSettling, OfAYearWithoutGroups) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    expect_settling_refused(ledger, 2018, {}, code::no_groupement);
    expect_settling_refused(ledger, -1, {}, code::no_groupement);
}

TEST(RefusedSettling, OutOfOrder) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    expect_settling_refused(ledger, 2020, {}, code::earlier_year_unsettled);
}

TEST(RefusedSettling, WithFactsMissingListsThemAll) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.append(kNew);
    expect_settling_refused(ledger, 2019, {}, code::facts_missing);
    const auto result = ledger.service().settle(2019, std::nullopt, {"tester"}, false);
    const auto answer = rejection_answer(result.error(), "");
    EXPECT_EQ(answer.at("missing").as_array().size(), 6u) << boost::json::serialize(answer);
}

TEST(RefusedSettling, OnADayBeforeWhatItFollows) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.settle(2019);
    expect_settling_refused(ledger, 2019, parse_day("2020-01-01"), code::day_out_of_order);
}

TEST(RefusedSettling, OfAnAmountThatCannotBeHeld) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.append(fact(corrects(
        "expenditureMeasured-000043",
        R"("expenditureMeasured":{"groupement":"G01","year":2019,"actualPerPatient":"999999999999999999","adjustedPerPatient":"1"})")));
    expect_settling_refused(ledger, 2019, {}, code::amount_out_of_range);
}

// A bug's test: a balance that could not be added up ended the program as a fault of the disk. Later one group's absurd
// seed credit was recorded, and the next group's refused for the sum of both.
TEST(RefusedSettling, NorMayASeedCreditExceedWhatIsRecorded) {
    TrialLedger ledger;
    std::string rich = rules(R"("100000.00")", R"("900000000000000.00")");
    rich.replace(rich.find(R"("130000.00")"), 11, R"("900000000000000.00")");
    ledger.append(rich);
    const auto seed = [](const std::string& id) {
        return fact(admission(kSound, id), "a" + id) + "\n" +
               fact(R"("conventionSigned":{"groupement":")" + id + R"(","cpam":"351","payee":{"name":"N","iban":")" +
                        kIban + R"(","bic":")" + kBic + R"("}})",
                    "c" + id) +
               "\n" + fact(R"("roadmapReceived":{"groupement":")" + id + "\"}", "r" + id) + "\n" +
               fact(R"("seedCreditAssessed":{"groupement":")" + id +
                        R"(","patients":50000,"multiprofessionalModulation":"0"})",
                    "s" + id);
    };
    const std::string before = state_of(ledger.service());
    const auto result = ledger.service().append(seed("A"), {"tester"});
    ASSERT_FALSE(result);
    expect_told(result.error(), code::amount_out_of_range, 4, "sA");
    EXPECT_EQ(state_of(ledger.service()), before);
}

TEST(RefusedReading, OfASettlementOrRevisionThatIsNotThere) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    expect_told(ledger.service().settlement(2019, {}).error(), code::settlement_absent, 0, "");
    ledger.settle(2019);
    for (const std::int64_t revision : {0, 2, -1})
        expect_told(ledger.service().settlement(2019, revision).error(), code::revision_absent, 0, "");
    EXPECT_TRUE(ledger.service().settlement(2019, 1));
    expect_told(ledger.service().known_groupement("G99").error(), code::unknown_groupement, 0, "");
}

TEST(RefusedReading, BeyondTheHead) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    const Position head = ledger.service().store().head();
    ledger.close();
    const auto reader = ledger.open(Access::read);
    EXPECT_TRUE(reader->look_at({head, {}, ""}));
    expect_told(reader->look_at({head + 1, {}, "x"}).error(), code::as_of_beyond_head, 0, "");
    expect_told(reader->look_at({{}, parse_time("2024-05-31T12:00:00.000001Z"), "x"}).error(), code::as_of_beyond_head,
                0, "");
    EXPECT_TRUE(reader->look_at({{}, parse_time("2024-05-31T12:00:00Z"), ""}));
}

// Codes that no line and no settling gives, and the test that reaches each.
const std::map<Code, const char*> kElsewhere = {
    {code::no_groupement, "services/refusal_test.cc"},
    {code::earlier_year_unsettled, "services/refusal_test.cc"},
    {code::facts_missing, "services/refusal_test.cc"},
    {code::day_out_of_order, "services/refusal_test.cc"},
    {code::settlement_absent, "services/refusal_test.cc"},
    {code::revision_absent, "services/refusal_test.cc"},
    {code::as_of_beyond_head, "services/refusal_test.cc"},
    {code::reference_unknown, "tools/command_line_test.py"},
    {code::ledger_exists, "tools/command_line_test.py"},
    {code::file_unreadable, "tools/command_line_test.py"},
    {code::no_ledger, "services/fault_test.cc"},
    {code::not_a_ledger, "services/fault_test.cc"},
    {code::ledger_busy, "services/fault_test.cc"},
    {code::format_newer, "services/fault_test.cc"},
    {code::damaged_record, "services/fault_test.cc"},
    {code::damaged_store, "services/fault_test.cc"},
    {code::anchor_missing, "services/fault_test.cc"},
    {code::below_anchor, "services/fault_test.cc"},
    {code::beyond_anchor, "faults/beyond_anchor_test.cc"},
    {code::format_differs, "services/fault_test.cc"},
    {code::view_differs, "faults/paid_twice_test.cc"},
    {code::disk_full, "services/fault_test.cc"},
    {code::disk_fault, "services/fault_test.cc"},
    {code::store_stopped, "faults/disk_test.cc"},
    {code::machine_exhausted, "services/ledger/failure_test.cc"},
    {code::total_out_of_range, "services/ledger/failure_test.cc"},
    {code::permission_missing, "services/files/whole_file_test.cc"},
    {code::path_unusable, "services/files/whole_file_test.cc"},
    {code::output_lost, "tools/process_test.py"},
    {code::conflict, "services/fault_test.cc"},
    {code::position_absent, "tools/proof_test.py"},
    {code::size_out_of_range, "tools/proof_test.py"},
    {code::key_exists, "tools/proof_test.py"},
    {code::payment_under_way, "ledger/payment_test.cc"},
    {code::key_unreadable, "tools/proof_test.py"},
    {code::key_readable_by_others, "tools/proof_test.py"},
    {code::key_name_malformed, "tools/proof_test.py"},
    {code::verifier_malformed, "tools/proof_test.py"},
    {code::checkpoint_malformed, "tools/proof_test.py"},
    {code::signature_invalid, "tools/proof_test.py"},
    {code::folder_not_empty, "tools/proof_test.py"},
    {code::cosignature_invalid, "tools/witness_test.py"},
    {code::quorum_missing, "tools/witness_test.py"},
    {code::witness_repeated, "tools/witness_test.py"},
    {code::witness_malformed, "tools/witness_test.py"},
    {code::witness_refused, "tools/witness_test.py"},
    {code::witness_ahead, "tools/witness_test.py"},
    {code::witness_folder, "tools/witness_test.py"},
    {code::witness_busy, "tools/witness_test.py"},
    {code::checkpoint_forked, "tools/witness_test.py"},
    {code::stamp_malformed, "tools/timestamp_test.py"},
    {code::stamp_denied, "tools/timestamp_test.py"},
    {code::stamp_of_another, "tools/timestamp_test.py"},
    {code::stamp_untrusted, "tools/timestamp_test.py"},
    {code::authority_unreadable, "tools/timestamp_test.py"},
    {code::backup_damaged, "tools/proof_test.py"},
    {code::nothing_to_simulate, "tools/histories_test.py"},
    {code::parameter_unknown, "tools/histories_test.py"},
    {code::parameter_value, "tools/histories_test.py"},
    {code::spending_change_out_of_range, "tools/histories_test.py"},
    {code::sweep_malformed, "tools/histories_test.py"},
    {code::sweep_too_long, "tools/histories_test.py"},
    {code::column_missing, "tools/adjust_test.py"},
    {code::column_repeated, "tools/adjust_test.py"},
    {code::row_malformed, "tools/adjust_test.py"},
    {code::value_malformed, "tools/adjust_test.py"},
    {code::archive_damaged, "tools/adjust_test.py"},
    {code::sample_empty, "tools/adjust_test.py"},
    {code::rows_too_few, "tools/adjust_test.py"},
    {code::variables_collinear, "tools/adjust_test.py"},
    {code::categories_too_many, "tools/adjust_test.py"},
    {code::model_malformed, "tools/adjust_test.py"},
    {code::pseudonym_key_empty, "tools/panel_test.py"},
    {code::voucher_kind, "tools/vouchers_test.py"},
    {code::voucher_too_large, "tools/vouchers_test.py"},
    {code::voucher_unnamed, "tools/vouchers_test.py"},
    {code::voucher_erased, "tools/vouchers_test.py"},
    {code::voucher_absent, "tools/vouchers_test.py"},
    {code::sheet_unreadable, "tools/sheets_test.py"},
    {code::sheet_too_large, "tools/sheets_test.py"},
    {code::heading_missing, "tools/sheets_test.py"},
    {code::heading_unknown, "tools/sheets_test.py"},
    {code::heading_repeated, "tools/sheets_test.py"},
    {code::measure_unknown, "tools/sheets_test.py"},
    {code::number_malformed, "tools/sheets_test.py"},
    {code::number_ambiguous, "tools/sheets_test.py"},
    {code::choice_unknown, "tools/sheets_test.py"},
    {code::cell_is_error, "tools/sheets_test.py"},
    {code::cell_not_computed, "tools/sheets_test.py"},
    {code::cell_needed, "tools/sheets_test.py"},
    {code::cell_not_needed, "tools/sheets_test.py"},
    {code::cell_repeated, "tools/sheets_test.py"},
    {code::measure_incomplete, "tools/sheets_test.py"},
    {code::rows_disagree, "tools/sheets_test.py"},
    {code::blanks_left_out, "tools/sheets_test.py"},
    {code::value_outside_unit, "tools/sheets_test.py"},
    {code::value_far_from_before, "tools/sheets_test.py"},
    {code::value_as_before, "tools/sheets_test.py"},
    {code::value_far_from_peers, "tools/sheets_test.py"},
    {code::day_unusual, "tools/sheets_test.py"},
    {code::debtor_malformed, "services/bank/debtor_test.cc"},
    {code::debtor_key_unknown, "services/bank/debtor_test.cc"},
    {code::debtor_key_missing, "services/bank/debtor_test.cc"},
    {code::debtor_key_invalid, "services/bank/debtor_test.cc"},
    {code::transfer_file_empty, "services/bank/transfer_file_test.cc"},
    {code::transfer_totals_differ, "services/bank/transfer_file_test.cc"},
    {code::format_version_unknown, "services/bank/transfer_file_test.cc"},
    {code::transfer_file_differs, "services/bank/transfer_file_test.cc"},
    {code::transfer_reference_invalid, "services/bank/sepa_checks_test.cc"},
    {code::transfer_repeated, "services/bank/sepa_checks_test.cc"},
    {code::transfer_amount_out_of_range, "services/bank/sepa_checks_test.cc"},
    {code::transfer_iban_invalid, "services/bank/sepa_checks_test.cc"},
    {code::transfer_iban_outside_sepa, "services/bank/sepa_checks_test.cc"},
    {code::transfer_bic_invalid, "services/bank/sepa_checks_test.cc"},
    {code::transfer_name_unwritable, "services/bank/sepa_checks_test.cc"},
    {code::transfer_remittance_too_long, "services/bank/sepa_checks_test.cc"},
    {code::execution_in_the_past, "services/bank/sepa_checks_test.cc"},
    {code::execution_not_target_day, "services/bank/sepa_checks_test.cc"},
    {code::schema_unreadable, "services/bank/schema_test.cc"},
    {code::schema_violated, "services/bank/schema_test.cc"},
    {code::xml_malformed, "services/bank/xml_reader_test.cc"},
    {code::xml_document_type, "services/bank/xml_reader_test.cc"},
    {code::xml_excessive, "services/bank/xml_reader_test.cc"},
    {code::xml_encoding, "services/bank/xml_reader_test.cc"},
    {code::xml_compressed, "services/bank/xml_reader_test.cc"},
    {code::bank_message_unknown, "services/bank/bank_message_test.cc"},
    {code::bank_element_missing, "services/bank/bank_message_test.cc"},
    {code::bank_value_malformed, "services/bank/bank_message_test.cc"},
    {code::config_unreadable, "tools/service_test.py"},
    {code::config_unknown_key, "tools/service_test.py"},
    {code::config_value, "tools/service_test.py"},
    {code::listening_failed, "tools/service_test.py"},
    {code::not_allowed, "ledger/payment_test.cc"},
    {code::first_role_admin, "ledger/payment_test.cc"},
    {code::role_excluded, "ledger/payment_test.cc"},
    {code::role_groupement, "ledger/payment_test.cc"},
    {code::role_not_held, "ledger/payment_test.cc"},
    {code::last_admin, "ledger/payment_test.cc"},
    {code::same_person, "ledger/payment_test.cc"},
    {code::key_reserved, "ledger/payment_test.cc"},
    {code::unknown_cpam, "ledger/payment_test.cc"},
    {code::opposition_unknown, "ledger/payment_test.cc"},
    {code::amount_not_positive, "ledger/payment_test.cc"},
    {code::write_off_above_overpaid, "ledger/payment_test.cc"},
    {code::revision_validated, "ledger/payment_test.cc"},
    {code::revision_refused, "ledger/payment_test.cc"},
    {code::line_unknown, "services/payments/bank_line_test.cc"},
    {code::line_not_explained, "services/payments/bank_line_test.cc"},
    {code::line_not_of_order, "services/payments/bank_line_test.cc"},
    {code::line_not_of_refund, "services/payments/bank_line_test.cc"},
    {code::order_state, "ledger/payment_test.cc"},
    {code::nothing_to_resolve, "ledger/bank_answer_test.cc"},
    {code::not_yet_resolved, "ledger/bank_answer_test.cc"},
    {code::debt_ordered_again, "ledger/bank_answer_test.cc"},
    {code::letter_without_payment, "tools/letter_test.py"},
    {code::payee_erased, "tools/letter_test.py"},
    {code::file_exists, "tools/letter_test.py"},
    {code::account_unknown, "tools/books_test.py"},
    {code::materiality_exhausted, "tools/sampling_test.py"},
    {code::not_none, "tools/completeness_test.py"},
    {code::taken_over_contradicts, "ledger/taken_over_test.cc"},
    {code::unknown_model, "ledger/evaluation_fact_test.cc"},
    {code::model_contradicts, "ledger/evaluation_fact_test.cc"},
    {code::indicator_not_chosen, "ledger/evaluation_fact_test.cc"},
    {code::description_empty, "ledger/evaluation_fact_test.cc"},
    {code::duration_out_of_range, "ledger/evaluation_fact_test.cc"},
    {code::above_ceiling, "ledger/payment_test.cc"},
    {code::day_after_today, "ledger/alone_test.cc"},
    {code::identifier_alike, "ledger/alone_test.cc"},
    {code::refund_above_overpaid, "ledger/alone_test.cc"},
    {code::clock_implausible, "services/clock_test.cc"},
    {code::check_failed, "ledger/payment_test.cc"},
    {code::requisition_refused, "ledger/payment_test.cc"},
    {code::month_closed, "ledger/payment_test.cc"},
    {code::month_not_oldest, "ledger/payment_test.cc"},
    {code::month_not_over, "ledger/payment_test.cc"},
    {code::agreement_missing, "tools/payments_test.py"},
    {code::payee_not_pending, "tools/payments_test.py"},
    {code::unknown_order, "tools/payments_test.py"},
    {code::bank_account_unknown, "tools/payments_test.py"},
    {code::nothing_to_issue, "tools/payments_test.py"},
    {code::tls_unusable, "tools/service_test.py"},
    {code::parameter_malformed, "tools/service_test.py"},
    {code::query_unknown, "tools/service_test.py"},
    {code::resource_unknown, "tools/service_test.py"},
    {code::method_not_allowed, "tools/service_test.py"},
    {code::not_acceptable, "tools/service_lists_test.py"},
    {code::cursor_unknown, "tools/service_lists_test.py"},
    {code::idempotency_key_missing, "tools/service_test.py"},
    {code::idempotency_key_reused, "tools/service_test.py"},
    {code::idempotency_running, "tools/service_test.py"},
    {code::position_required, "tools/service_test.py"},
    {code::position_changed, "tools/service_test.py"},
    {code::not_configured, "tools/service_test.py"},
    {code::server_unreachable, "tools/service_test.py"},
    {code::files_of_this_machine, "tools/service_test.py"},
    {code::form_forged, "tools/service_hostile_test.py"},
    {code::credentials_missing, "tools/service_hostile_test.py"},
    {code::credentials_invalid, "tools/service_identity_test.py"},
    {code::provider_unreachable, "tools/service_sign_in_test.py"},
    {code::sign_in_unknown, "tools/service_sign_in_test.py"},
    {code::sign_in_denied, "tools/service_sign_in_test.py"},
    {code::identity_unproved, "tools/service_sign_in_test.py"},
    {code::tokens_unreadable, "tools/service_identity_test.py"},
    {code::request_malformed, "tools/service_hostile_test.py"},
    {code::expectation_unknown, "tools/service_framing_test.py"},
    {code::host_unknown, "tools/service_proxy_test.py"},
    {code::path_malformed, "tools/service_hostile_test.py"},
    {code::header_too_large, "tools/service_hostile_test.py"},
    {code::body_too_large, "tools/service_hostile_test.py"},
    {code::connections_exhausted, "tools/service_share_test.py"},
    {code::streams_exhausted, "tools/service_hostile_test.py"},
    {code::readings_exhausted, "services/http/reading_crew_test.cc"},
    {code::reading_too_long, "services/http/reading_crew_test.cc"},
    {code::reading_abandoned, "services/http/reading_crew_test.cc"},
    {code::node_behind, "tools/cluster_test.py"},
    {code::log_unreachable, "tools/cluster_test.py"},
    {code::outcome_unknown, "events/log_postgres_test.cc"},
    {code::writer_elsewhere, "events/log_postgres_test.cc"},
    {code::copies_differ, "events/log_postgres_test.cc"},
};

// Codes without a test, each with the reason. Keep it short.
const std::map<Code, const char*> kExempt = {
    {code::server_busy, "needs thousands of requests that wait at once"},
};

TEST(Refusals, EveryCodeOfTheCatalogueIsReachedByATest) {
    std::set<Code> reached;
    for (const Refused& one : kLines) reached.insert(one.code);
    for (const Code code : all_codes()) {
        const std::string name(text_of(code).code);
        if (reached.contains(code)) {
            EXPECT_FALSE(kElsewhere.contains(code)) << name << " is reached by a line: take it off the list";
        } else if (kElsewhere.contains(code)) {
            const std::string file = kElsewhere.at(code);
            EXPECT_THAT(read_file(project_path("tests/" + std::string(file))), testing::HasSubstr(name)) << file;
        } else {
            EXPECT_TRUE(kExempt.contains(code)) << name << " has no test: add a line to kLines";
        }
    }
}

}  // namespace
}  // namespace ipep
