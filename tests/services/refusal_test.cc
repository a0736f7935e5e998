// Every refusal is reached, changes nothing, and says where and why. The examples' three groupements are the history.
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include <regex>

#include "ledger/code.h"
#include "services/answers/figures.h"
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
    std::vector<Year> settled = {};
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
    return fact(R"("groupementWithdrew":{"groupement":"N01","lastYear":)" + std::to_string(last_year) +
                R"(,"reason":"r","ground":)" + ground + '}');
}

const std::string kNew = fact(admission(kSound), "new");
const std::vector<std::string> kAdmitted = {kNew};
const std::vector<Year> kAll = {2019, 2020, 2021, 2022, 2023};

const std::vector<Refused> kLines = {
    {Code::json_malformed, "NotJson", "{", ""},
    {Code::json_malformed, "AnotherValue", "[1]", ""},
    {Code::json_malformed, "TrailingBytes", fact(budget(R"("1.00")")) + "x", ""},
    {Code::json_malformed, "TwoObjects", fact(budget(R"("1.00")")) + "{}", ""},
    {Code::json_malformed, "InvalidUtf8", fact(budget("\"1.00\xff\"")), ""},
    {Code::json_malformed, "OverlongUtf8", fact(budget("\"\xc0\xaf\"")), ""},
    {Code::json_malformed, "ALoneSurrogate", fact(budget(R"("\ud800")")), ""},
    {Code::json_malformed, "AComment", "/* */" + fact(budget(R"("1.00")")), ""},
    {Code::json_malformed, "NestedTooDeep", std::string(40, '[') + std::string(40, ']'), ""},
    {Code::json_malformed, "AByteOrderMark", "\xef\xbb\xbf" + fact(budget(R"("1.00")")), ""},
    {Code::json_malformed, "ACommaTooMany", R"({"key":"x",})", ""},
    {Code::json_malformed, "NotANumber", fact(budget("NaN")), ""},
    {Code::member_unknown, "InTheLine",
     R"({"key":"x","on":"2020-01-01","note":1,"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {Code::member_unknown, "InTheFact", fact(R"("roadmapReceived":{"groupement":"G01","note":""})")},
    {Code::member_unknown, "InTheSource",
     R"({"key":"x","on":"2020-01-01","source":{"reference":"r","page":1},"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {Code::member_unknown, "AnUnknownParameter", rules(R"("eligibility":)", R"("lottery":1,"eligibility":)")},
    {Code::member_missing, "InTheLine", R"({"key":"x","fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {Code::member_missing, "InTheFact", fact(R"("roadmapReceived":{})")},
    {Code::member_missing, "TheKey", R"({"on":"2020-01-01","fact":{"roadmapReceived":{"groupement":"G01"}}})", ""},
    {Code::member_missing, "AParameter", rules(R"("aLaCarteMax": 3, )", "")},
    {Code::member_repeated, "InTheLine", R"({"key":"x","key":"y"})", ""},
    {Code::member_repeated, "InTheFact", fact(R"("roadmapReceived":{"groupement":"G01","groupement":"G01"})"), ""},
    {Code::member_wrong_type, "AnAmountAsNumber", fact(budget("1.00"))},
    {Code::member_wrong_type, "AMeasureAsNumber",
     fact(R"("experienceMeasured":{"groupement":"G01","year":2019,"score":60})")},
    {Code::member_wrong_type, "AYearAsText",
     fact(R"("patientsCounted":{"groupement":"G01","year":"2019","patients":1})")},
    {Code::member_wrong_type, "ACountAsFraction",
     fact(R"("patientsCounted":{"groupement":"G01","year":2019,"patients":1.0})")},
    {Code::member_wrong_type, "ACountBeyondAnyNumber",
     fact(R"("patientsCounted":{"groupement":"G01","year":2019,"patients":9999999999999999999})")},
    {Code::member_wrong_type, "Null", fact(R"("roadmapReceived":{"groupement":null})")},
    {Code::member_wrong_type, "ADirection",
     fact(
         R"("indicatorTargetsSet":{"year":2030,"indicator":"S01","direction":"sideways","target":"1","intermediate":"1"})")},
    {Code::member_wrong_type, "TwoKinds", fact(R"("roadmapReceived":{"groupement":"G01"},"patientsCounted":{})")},
    {Code::member_wrong_type, "NoKind", R"({"key":"x","on":"2020-01-01","fact":{}})"},
    {Code::member_wrong_type, "AnOptionalMemberAsNull",
     R"({"key":"x","on":"2020-01-01","source":null,"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {Code::kind_unknown, "AKind", fact(R"("miracleWorked":{})")},
    {Code::kind_decided, "ADecision", fact(R"("incentiveSettled":{})")},
    {Code::amount_malformed, "ThreeDecimals", fact(budget(R"("1.000")"))},
    {Code::amount_malformed, "OneDecimal", fact(budget(R"("1.0")"))},
    {Code::amount_malformed, "AComma", fact(budget(R"("1,00")"))},
    {Code::decimal_malformed, "NineteenDigits", fact(spending(R"("1234567890123456789")", R"("1")")), "x", kAdmitted},
    {Code::decimal_malformed, "NineteenDecimals", fact(spending(R"("1.1234567890123456789")", R"("1")")), "x",
     kAdmitted},
    {Code::decimal_malformed, "AnExponent", fact(spending(R"("1e3")", R"("1")")), "x", kAdmitted},
    {Code::decimal_malformed, "AFraction", fact(spending(R"("1/3")", R"("1")")), "x", kAdmitted},
    {Code::ratio_malformed, "APercentage",
     fact(R"("seedCreditAssessed":{"groupement":"N01","patients":1,"multiprofessionalModulation":"5%"})"), "x",
     kAdmitted},
    {Code::ratio_malformed, "ADivisionByNothing",
     fact(R"("seedCreditAssessed":{"groupement":"N01","patients":1,"multiprofessionalModulation":"1/0"})"), "x",
     kAdmitted},
    {Code::day_malformed, "NoSuchDay", fact(budget(R"("1.00")"), "x", "2019-02-29")},
    {Code::day_malformed, "ATime", fact(budget(R"("1.00")"), "x", "2019-02-28T00:00:00Z")},
    {Code::year_malformed, "AYear", fact(R"("envelopeBudgeted":{"paymentYear":1899,"amount":"1.00"})")},
    {Code::identifier_malformed, "ASpace", fact(R"("roadmapReceived":{"groupement":"G 01"})")},
    {Code::identifier_malformed, "SixtyFiveLetters",
     fact(R"("roadmapReceived":{"groupement":")" + std::string(65, 'G') + "\"}")},
    {Code::text_malformed, "AControlCharacter",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2019,"reason":"a\u0000b"})")},
    {Code::text_malformed, "AnEmptyText",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2019,"reason":""})")},
    {Code::text_malformed, "AnEmptyKey", fact(budget(R"("1.00")"), ""), ""},
    {Code::text_malformed, "ATooLongKey", fact(budget(R"("1.00")"), std::string(201, 'k')), ""},
    {Code::digest_malformed, "UpperCase",
     R"({"key":"x","on":"2020-01-01","source":{"reference":"r","sha256":")" + std::string(64, 'A') +
         R"("},"fact":{"roadmapReceived":{"groupement":"G01"}}})"},
    {Code::count_out_of_range, "Negative", fact(R"("patientsCounted":{"groupement":"N01","year":2019,"patients":-1})"),
     "x", kAdmitted},
    {Code::count_out_of_range, "ABillion",
     fact(R"("patientsCounted":{"groupement":"N01","year":2019,"patients":1000000000})"), "x", kAdmitted},
    {Code::count_out_of_range, "WaveZero",
     fact(
         R"("groupementAdmitted":{"groupement":"N01","name":"N","legalForm":"SISA","region":"B","cpam":"351","wave":0,"decision":"D",)" +
         kSound + "}")},
    {Code::iban_invalid, "AWrongKey", fact(agreement("FR7699999010010005000791986", kBic)), "x", kAdmitted},
    {Code::bic_invalid, "TooShort", fact(agreement(kIban, "TESTFR")), "x", kAdmitted},
    {Code::key_reused, "AnotherContent", fact(budget(R"("2.00")"), "rulesAdopted-000001"), "rulesAdopted-000001"},
    {Code::key_reused, "InTheSameFile", fact(budget(R"("2.00")"), "valid"), "valid"},
    {Code::duplicate_fact, "UnderAnotherKey", fact(admission(kSound)), "x", kAdmitted},
    {Code::unknown_key, "OfNoFact", fact(corrects("nothing", R"("roadmapReceived":{"groupement":"G01"})"))},
    {Code::correction_of_correction,
     "ByItsKey",
     fact(corrects("c", admission(kSound))),
     "x",
     {kNew, fact(corrects("new", admission(kSound)), "c")}},
    {Code::correction_kind, "AnotherKind", fact(corrects("new", R"("roadmapReceived":{"groupement":"N01"})")), "x",
     kAdmitted},
    {Code::correction_subject, "AnotherGroup", fact(corrects("new", admission(kSound, "N02"))), "x", kAdmitted},
    {Code::not_correctable,
     "AnErasure",
     fact(corrects("erased", R"("personalDataErased":{"subject":"G01","decision":"D"})")),
     "x",
     {fact(R"("personalDataErased":{"subject":"G01","decision":"D"})", "erased")}},
    {Code::rules_invalid, "WeightsNotOne", rules(R"("gapWeight": "1/3")", R"("gapWeight": "1/2")")},
    {Code::year_without_rules, "BeforeTheFirst",
     fact(admission(R"("firstYear":2017,"referringPhysicians":3,"patients":6000)"))},
    {Code::year_without_rules, "RulesCorrectedAway",
     fact(corrects("rulesAdopted-000001",
                   [] {
                       const std::string line = rules(R"("fromYear": 2018)", R"("fromYear": 2020)");
                       const auto from = line.find(R"("rulesAdopted")");
                       return line.substr(from, line.size() - from - 2);
                   }()))},
    {Code::chosen_became_core, "UnderNewRules", rules(R"(["S01", "S02", "S04"])", R"(["S01", "C-DIAB"])")},
    {Code::unknown_groupement, "NotAdmitted", fact(R"("roadmapReceived":{"groupement":"G99"})")},
    {Code::unknown_year, "BeforeTheFirst", fact(R"("patientsCounted":{"groupement":"G01","year":2017,"patients":1})")},
    {Code::unknown_indicator, "NeitherCoreNorChosen",
     fact(R"("indicatorMeasured":{"groupement":"G01","year":2019,"indicator":"S99","value":"1"})")},
    {Code::patients_below_minimum, "WithoutDerogation",
     fact(admission(R"("firstYear":2019,"referringPhysicians":3,"patients":4999)"))},
    {Code::no_referring_physician, "None",
     fact(admission(R"("firstYear":2019,"referringPhysicians":0,"patients":6000)"))},
    {Code::cpam_mismatch, "AnotherCpam", fact(agreement(kIban, kBic, "971")), "x", kAdmitted},
    {Code::modulation_out_of_range, "TwentyOne",
     fact(R"("seedCreditAssessed":{"groupement":"N01","patients":1,"multiprofessionalModulation":"0.21"})"), "x",
     kAdmitted},
    {Code::too_many_chosen, "Four", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":["A","B","C","D"]})"),
     "x", kAdmitted},
    {Code::too_many_chosen, "None", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":[]})"), "x", kAdmitted},
    {Code::chosen_twice, "TheSame", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":["A","A"]})"), "x",
     kAdmitted},
    {Code::chosen_is_core, "S01", fact(R"("indicatorsChosen":{"groupement":"N01","indicators":["S01"]})"), "x",
     kAdmitted},
    {Code::choice_is_final, "Again", fact(R"("indicatorsChosen":{"groupement":"G02","indicators":["A"]})")},
    {Code::target_below_intermediate, "Up",
     fact(
         R"("indicatorTargetsSet":{"year":2030,"indicator":"S01","direction":"up","target":"0.7","intermediate":"0.8"})")},
    {Code::target_below_intermediate, "Stable", aim("S01", "stable", kRising)},
    {Code::direction_contradicts, "DownForUp", aim("S01", "down", kFalling), "x", kCatalogued},
    {Code::direction_contradicts, "UpForStable", aim("S04", "up", kRising), "x", kCatalogued},
    {Code::starting_value_contradicts, "National", aim("S01", "up", kRising + R"(,"startingValue":"0")"), "x",
     kCatalogued},
    {Code::starting_value_contradicts, "OfOneGroup",
     aim("S04", "stable", kFalling + R"(,"startingValue":"0","groupement":"G01")"), "x", kCatalogued},
    {Code::value_not_quotient, "ACentOff", measured("0.34", R"("numerator":1,"denominator":3)"), "x", kAdmitted},
    {Code::value_not_quotient, "OfAScore",
     fact(R"("experienceMeasured":{"groupement":"N01","year":2019,"score":"60","numerator":"59.4","denominator":"1"})"),
     "x", kAdmitted},
    {Code::denominator_zero, "Zero", measured("0.34", R"("numerator":1,"denominator":"0.0")"), "x", kAdmitted},
    {Code::count_out_of_range, "AnswersBelowNone", measured("0.34", R"("answered":-1)"), "x", kAdmitted},
    {Code::member_wrong_type, "AQuantity", measured("0.34", R"("numerator":true)"), "x", kAdmitted},
    {Code::rules_invalid, "AFloorAtTheCeiling",
     rules(R"("sizeCeilingPatients": 50000)", R"("sizeCeilingPatients": 50000, "sizeFloorPatients": 50000)")},
    {Code::rules_invalid, "ATrendOfFourYears", rules(R"("share": "1/2")", R"("share": "1/2", "trendYears": 4)")},
    {Code::rules_invalid, "AWaveWithTooFewYears",
     rules(R"("resultYears": 4)", R"("resultYears": 4, "resultYearsByWave": {"1": 1})")},
    {Code::rules_invalid, "ACatalogueWithAHole", indicators("")},
    {Code::rules_invalid, "CataloguedTwice",
     indicators(R"(,{"id":"S01","name":"N","evolution":"up","source":"snds"})")},
    {Code::identifier_malformed, "AWaveWithAZero",
     rules(R"("resultYears": 4)", R"("resultYears": 4, "resultYearsByWave": {"01": 4})")},
    {Code::ground_contradicts, "NotTheEndOfPhaseTwo", left(2021, R"("endOfPhase2")"), "x", kAdmitted},
    {Code::ground_contradicts, "NoRulesNamed", left(2019, R"("amendmentRefused")"), "x", kAdmitted},
    {Code::ground_contradicts, "RulesNotAdopted", left(2019, R"("amendmentRefused","rules":"cdc-2099")"), "x",
     kAdmitted},
    {Code::ground_contradicts, "AfterTheRulesBegan", left(2019, R"("amendmentRefused","rules":"cdc-2019")"), "x",
     kAdmitted},
    {Code::ground_contradicts, "RulesWithoutARefusal", left(2020, R"("endOfPhase2","rules":"cdc-2019")"), "x",
     kAdmitted},
    {Code::unknown_year, "BeforeAnyTrend",
     fact(R"("expenditureMeasured":{"groupement":"N01","year":2016,"actualPerPatient":"1","adjustedPerPatient":"1"})"),
     "x", kAdmitted},
    {Code::spending_negative, "Actual", fact(spending(R"("-1")", R"("1")")), "x", kAdmitted},
    {Code::spending_negative, "Adjusted", fact(spending(R"("1")", R"("-1")")), "x", kAdmitted},
    {Code::adjusted_spending_zero, "Zero", fact(spending(R"("1")", R"("0.00")")), "x", kAdmitted},
    {Code::amount_negative, "ABudget", fact(budget(R"("-0.01")"))},
    {Code::amount_out_of_range, "ABudget", fact(budget(R"("900000000000000.00")"))},
    {Code::withdrawal_out_of_range, "TooEarly",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2017,"reason":"r"})")},
    {Code::withdrawal_after_settlement,
     "Settled",
     fact(R"("groupementWithdrew":{"groupement":"G01","lastYear":2019,"reason":"r"})"),
     "x",
     {},
     {2019, 2020}},
    {Code::first_year_settled,
     "Corrected",
     fact(corrects("groupementAdmitted-000002",
                   admission(R"("firstYear":2020,"referringPhysicians":3,"patients":6000)", "G01"))),
     "x",
     {},
     {2019}},
    {Code::write_off_too_early,
     "AYearLeft",
     fact(R"("advanceWriteOffDecided":{"groupement":"G01","decision":"D"})"),
     "x",
     {},
     {2019}},
    {Code::write_off_of_nothing,
     "NoAdvance",
     fact(R"("advanceWriteOffDecided":{"groupement":"G01","decision":"D"})"),
     "x",
     {},
     kAll},
    {Code::unknown_subject, "NobodyKnown", fact(R"("personalDataErased":{"subject":"G99","decision":"D"})")},
    {Code::unknown_subject, "NoAgreementYet", fact(R"("personalDataErased":{"subject":"N01","decision":"D"})"), "x",
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
    for (const Year year : refused.settled) ledger.settle(year);
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

void expect_settling_refused(TrialLedger& ledger, Year year, std::optional<Day> on, Code code) {
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
    expect_settling_refused(ledger, 2018, {}, Code::no_groupement);
    expect_settling_refused(ledger, -1, {}, Code::no_groupement);
}

TEST(RefusedSettling, OutOfOrder) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    expect_settling_refused(ledger, 2020, {}, Code::earlier_year_unsettled);
}

TEST(RefusedSettling, WithFactsMissingListsThemAll) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.append(kNew);
    expect_settling_refused(ledger, 2019, {}, Code::facts_missing);
    const auto result = ledger.service().settle(2019, std::nullopt, {"tester"}, false);
    const auto answer = rejection_answer(result.error(), "");
    EXPECT_EQ(answer.at("missing").as_array().size(), 6u) << boost::json::serialize(answer);
}

TEST(RefusedSettling, OnADayBeforeWhatItFollows) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.settle(2019);
    expect_settling_refused(ledger, 2019, parse_day("2020-01-01"), Code::day_out_of_order);
}

TEST(RefusedSettling, OfAnAmountThatCannotBeHeld) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.append(fact(corrects(
        "expenditureMeasured-000043",
        R"("expenditureMeasured":{"groupement":"G01","year":2019,"actualPerPatient":"999999999999999999","adjustedPerPatient":"1"})")));
    expect_settling_refused(ledger, 2019, {}, Code::amount_out_of_range);
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
    expect_told(result.error(), Code::amount_out_of_range, 4, "sA");
    EXPECT_EQ(state_of(ledger.service()), before);
}

TEST(RefusedReading, OfASettlementOrRevisionThatIsNotThere) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    expect_told(ledger.service().settlement(2019, {}).error(), Code::settlement_absent, 0, "");
    ledger.settle(2019);
    for (const std::int64_t revision : {0, 2, -1})
        expect_told(ledger.service().settlement(2019, revision).error(), Code::revision_absent, 0, "");
    EXPECT_TRUE(ledger.service().settlement(2019, 1));
    expect_told(ledger.service().known_groupement("G99").error(), Code::unknown_groupement, 0, "");
}

TEST(RefusedReading, BeyondTheHead) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    const Position head = ledger.service().store().head();
    ledger.close();
    const auto reader = ledger.open(Access::read);
    EXPECT_TRUE(reader->look_at({head, {}, ""}));
    expect_told(reader->look_at({head + 1, {}, "x"}).error(), Code::as_of_beyond_head, 0, "");
    expect_told(reader->look_at({{}, parse_time("2024-05-31T12:00:00.000001Z"), "x"}).error(), Code::as_of_beyond_head,
                0, "");
    EXPECT_TRUE(reader->look_at({{}, parse_time("2024-05-31T12:00:00Z"), ""}));
}

// Codes that no line and no settling gives, and the test that reaches each.
const std::map<Code, const char*> kElsewhere = {
    {Code::no_groupement, "services/refusal_test.cc"},
    {Code::earlier_year_unsettled, "services/refusal_test.cc"},
    {Code::facts_missing, "services/refusal_test.cc"},
    {Code::day_out_of_order, "services/refusal_test.cc"},
    {Code::settlement_absent, "services/refusal_test.cc"},
    {Code::revision_absent, "services/refusal_test.cc"},
    {Code::as_of_beyond_head, "services/refusal_test.cc"},
    {Code::reference_unknown, "tools/command_line_test.py"},
    {Code::ledger_exists, "tools/command_line_test.py"},
    {Code::file_unreadable, "tools/command_line_test.py"},
    {Code::no_ledger, "services/fault_test.cc"},
    {Code::not_a_ledger, "services/fault_test.cc"},
    {Code::ledger_busy, "services/fault_test.cc"},
    {Code::format_newer, "services/fault_test.cc"},
    {Code::damaged_record, "services/fault_test.cc"},
    {Code::damaged_store, "services/fault_test.cc"},
    {Code::anchor_missing, "services/fault_test.cc"},
    {Code::below_anchor, "services/fault_test.cc"},
    {Code::beyond_anchor, "faults/beyond_anchor_test.cc"},
    {Code::format_differs, "services/fault_test.cc"},
    {Code::view_differs, "faults/paid_twice_test.cc"},
    {Code::disk_full, "services/fault_test.cc"},
    {Code::disk_fault, "services/fault_test.cc"},
    {Code::store_stopped, "faults/disk_test.cc"},
    {Code::machine_exhausted, "services/ledger/failure_test.cc"},
    {Code::total_out_of_range, "services/ledger/failure_test.cc"},
    {Code::permission_missing, "services/files/whole_file_test.cc"},
    {Code::path_unusable, "services/files/whole_file_test.cc"},
    {Code::output_lost, "tools/process_test.py"},
    {Code::conflict, "services/fault_test.cc"},
    {Code::position_absent, "tools/proof_test.py"},
    {Code::size_out_of_range, "tools/proof_test.py"},
    {Code::key_exists, "tools/proof_test.py"},
    {Code::payment_under_way, "ledger/payment_test.cc"},
    {Code::key_unreadable, "tools/proof_test.py"},
    {Code::key_readable_by_others, "tools/proof_test.py"},
    {Code::key_name_malformed, "tools/proof_test.py"},
    {Code::verifier_malformed, "tools/proof_test.py"},
    {Code::checkpoint_malformed, "tools/proof_test.py"},
    {Code::signature_invalid, "tools/proof_test.py"},
    {Code::folder_not_empty, "tools/proof_test.py"},
    {Code::backup_damaged, "tools/proof_test.py"},
    {Code::nothing_to_simulate, "tools/histories_test.py"},
    {Code::parameter_unknown, "tools/histories_test.py"},
    {Code::parameter_value, "tools/histories_test.py"},
    {Code::spending_change_out_of_range, "tools/histories_test.py"},
    {Code::sweep_malformed, "tools/histories_test.py"},
    {Code::sweep_too_long, "tools/histories_test.py"},
    {Code::column_missing, "tools/adjust_test.py"},
    {Code::column_repeated, "tools/adjust_test.py"},
    {Code::row_malformed, "tools/adjust_test.py"},
    {Code::value_malformed, "tools/adjust_test.py"},
    {Code::archive_damaged, "tools/adjust_test.py"},
    {Code::sample_empty, "tools/adjust_test.py"},
    {Code::rows_too_few, "tools/adjust_test.py"},
    {Code::variables_collinear, "tools/adjust_test.py"},
    {Code::categories_too_many, "tools/adjust_test.py"},
    {Code::model_malformed, "tools/adjust_test.py"},
    {Code::pseudonym_key_empty, "tools/panel_test.py"},
    {Code::sheet_unreadable, "tools/sheets_test.py"},
    {Code::sheet_too_large, "tools/sheets_test.py"},
    {Code::heading_missing, "tools/sheets_test.py"},
    {Code::heading_unknown, "tools/sheets_test.py"},
    {Code::heading_repeated, "tools/sheets_test.py"},
    {Code::measure_unknown, "tools/sheets_test.py"},
    {Code::number_malformed, "tools/sheets_test.py"},
    {Code::number_ambiguous, "tools/sheets_test.py"},
    {Code::choice_unknown, "tools/sheets_test.py"},
    {Code::cell_is_error, "tools/sheets_test.py"},
    {Code::cell_not_computed, "tools/sheets_test.py"},
    {Code::cell_needed, "tools/sheets_test.py"},
    {Code::cell_not_needed, "tools/sheets_test.py"},
    {Code::cell_repeated, "tools/sheets_test.py"},
    {Code::measure_incomplete, "tools/sheets_test.py"},
    {Code::rows_disagree, "tools/sheets_test.py"},
    {Code::blanks_left_out, "tools/sheets_test.py"},
    {Code::value_outside_unit, "tools/sheets_test.py"},
    {Code::value_far_from_before, "tools/sheets_test.py"},
    {Code::value_as_before, "tools/sheets_test.py"},
    {Code::value_far_from_peers, "tools/sheets_test.py"},
    {Code::day_unusual, "tools/sheets_test.py"},
    {Code::debtor_malformed, "services/bank/debtor_test.cc"},
    {Code::debtor_key_unknown, "services/bank/debtor_test.cc"},
    {Code::debtor_key_missing, "services/bank/debtor_test.cc"},
    {Code::debtor_key_invalid, "services/bank/debtor_test.cc"},
    {Code::transfer_file_empty, "services/bank/transfer_file_test.cc"},
    {Code::transfer_totals_differ, "services/bank/transfer_file_test.cc"},
    {Code::format_version_unknown, "services/bank/transfer_file_test.cc"},
    {Code::transfer_file_differs, "services/bank/transfer_file_test.cc"},
    {Code::transfer_reference_invalid, "services/bank/sepa_checks_test.cc"},
    {Code::transfer_repeated, "services/bank/sepa_checks_test.cc"},
    {Code::transfer_amount_out_of_range, "services/bank/sepa_checks_test.cc"},
    {Code::transfer_iban_invalid, "services/bank/sepa_checks_test.cc"},
    {Code::transfer_iban_outside_sepa, "services/bank/sepa_checks_test.cc"},
    {Code::transfer_bic_invalid, "services/bank/sepa_checks_test.cc"},
    {Code::transfer_name_unwritable, "services/bank/sepa_checks_test.cc"},
    {Code::transfer_remittance_too_long, "services/bank/sepa_checks_test.cc"},
    {Code::execution_in_the_past, "services/bank/sepa_checks_test.cc"},
    {Code::execution_not_target_day, "services/bank/sepa_checks_test.cc"},
    {Code::schema_unreadable, "services/bank/schema_test.cc"},
    {Code::schema_violated, "services/bank/schema_test.cc"},
    {Code::xml_malformed, "services/bank/xml_reader_test.cc"},
    {Code::xml_document_type, "services/bank/xml_reader_test.cc"},
    {Code::xml_excessive, "services/bank/xml_reader_test.cc"},
    {Code::xml_encoding, "services/bank/xml_reader_test.cc"},
    {Code::xml_compressed, "services/bank/xml_reader_test.cc"},
    {Code::bank_message_unknown, "services/bank/bank_message_test.cc"},
    {Code::bank_element_missing, "services/bank/bank_message_test.cc"},
    {Code::bank_value_malformed, "services/bank/bank_message_test.cc"},
    {Code::config_unreadable, "tools/service_test.py"},
    {Code::config_unknown_key, "tools/service_test.py"},
    {Code::config_value, "tools/service_test.py"},
    {Code::listening_failed, "tools/service_test.py"},
    {Code::not_allowed, "ledger/payment_test.cc"},
    {Code::first_role_admin, "ledger/payment_test.cc"},
    {Code::role_excluded, "ledger/payment_test.cc"},
    {Code::role_groupement, "ledger/payment_test.cc"},
    {Code::role_not_held, "ledger/payment_test.cc"},
    {Code::last_admin, "ledger/payment_test.cc"},
    {Code::same_person, "ledger/payment_test.cc"},
    {Code::key_reserved, "ledger/payment_test.cc"},
    {Code::unknown_cpam, "ledger/payment_test.cc"},
    {Code::opposition_unknown, "ledger/payment_test.cc"},
    {Code::amount_not_positive, "ledger/payment_test.cc"},
    {Code::write_off_above_overpaid, "ledger/payment_test.cc"},
    {Code::revision_validated, "ledger/payment_test.cc"},
    {Code::order_state, "ledger/payment_test.cc"},
    {Code::nothing_to_resolve, "ledger/bank_answer_test.cc"},
    {Code::not_yet_resolved, "ledger/bank_answer_test.cc"},
    {Code::debt_ordered_again, "ledger/bank_answer_test.cc"},
    {Code::letter_without_payment, "tools/letter_test.py"},
    {Code::payee_erased, "tools/letter_test.py"},
    {Code::file_exists, "tools/letter_test.py"},
    {Code::account_unknown, "tools/books_test.py"},
    {Code::not_none, "tools/completeness_test.py"},
    {Code::taken_over_contradicts, "ledger/taken_over_test.cc"},
    {Code::unknown_model, "ledger/evaluation_fact_test.cc"},
    {Code::model_contradicts, "ledger/evaluation_fact_test.cc"},
    {Code::indicator_not_chosen, "ledger/evaluation_fact_test.cc"},
    {Code::description_empty, "ledger/evaluation_fact_test.cc"},
    {Code::duration_out_of_range, "ledger/evaluation_fact_test.cc"},
    {Code::above_ceiling, "ledger/payment_test.cc"},
    {Code::day_after_today, "ledger/alone_test.cc"},
    {Code::identifier_alike, "ledger/alone_test.cc"},
    {Code::refund_above_overpaid, "ledger/alone_test.cc"},
    {Code::clock_implausible, "services/clock_test.cc"},
    {Code::check_failed, "ledger/payment_test.cc"},
    {Code::requisition_refused, "ledger/payment_test.cc"},
    {Code::month_closed, "ledger/payment_test.cc"},
    {Code::month_not_oldest, "ledger/payment_test.cc"},
    {Code::month_not_over, "ledger/payment_test.cc"},
    {Code::agreement_missing, "tools/payments_test.py"},
    {Code::payee_not_pending, "tools/payments_test.py"},
    {Code::unknown_order, "tools/payments_test.py"},
    {Code::bank_account_unknown, "tools/payments_test.py"},
    {Code::nothing_to_issue, "tools/payments_test.py"},
    {Code::tls_unusable, "tools/service_test.py"},
    {Code::parameter_malformed, "tools/service_test.py"},
    {Code::query_unknown, "tools/service_test.py"},
    {Code::resource_unknown, "tools/service_test.py"},
    {Code::method_not_allowed, "tools/service_test.py"},
    {Code::idempotency_key_missing, "tools/service_test.py"},
    {Code::idempotency_key_reused, "tools/service_test.py"},
    {Code::idempotency_running, "tools/service_test.py"},
    {Code::position_required, "tools/service_test.py"},
    {Code::position_changed, "tools/service_test.py"},
    {Code::not_configured, "tools/service_test.py"},
    {Code::server_unreachable, "tools/service_test.py"},
    {Code::files_of_this_machine, "tools/service_test.py"},
    {Code::form_forged, "tools/service_hostile_test.py"},
    {Code::credentials_missing, "tools/service_hostile_test.py"},
    {Code::credentials_invalid, "tools/service_identity_test.py"},
    {Code::tokens_unreadable, "tools/service_identity_test.py"},
    {Code::request_malformed, "tools/service_hostile_test.py"},
    {Code::expectation_unknown, "tools/service_framing_test.py"},
    {Code::host_unknown, "tools/service_proxy_test.py"},
    {Code::path_malformed, "tools/service_hostile_test.py"},
    {Code::header_too_large, "tools/service_hostile_test.py"},
    {Code::body_too_large, "tools/service_hostile_test.py"},
    {Code::connections_exhausted, "tools/service_share_test.py"},
    {Code::streams_exhausted, "tools/service_hostile_test.py"},
    {Code::readings_exhausted, "services/http/reading_crew_test.cc"},
    {Code::reading_too_long, "services/http/reading_crew_test.cc"},
    {Code::reading_abandoned, "services/http/reading_crew_test.cc"},
    {Code::node_behind, "tools/cluster_test.py"},
    {Code::log_unreachable, "tools/cluster_test.py"},
    {Code::outcome_unknown, "events/log_postgres_test.cc"},
    {Code::writer_elsewhere, "events/log_postgres_test.cc"},
    {Code::copies_differ, "events/log_postgres_test.cc"},
};

// Codes without a test, each with the reason. Keep it short.
const std::map<Code, const char*> kExempt = {
    {Code::server_busy, "needs thousands of requests that wait at once"},
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
