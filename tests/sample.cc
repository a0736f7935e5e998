#include "tests/sample.h"

#include <boost/json.hpp>

#include "events/event_json.h"

namespace ipep::sample {
namespace {

Ratio ratio(const char* text) { return {text}; }

QualityParameters quality() {
    QualityParameters quality;
    quality.socle = {{"S01"}};
    quality.aLaCarteMax = 3;
    quality.points = {{"10"}, {"5"}, {"2"}, {"0"}, {"-2"}};
    quality.weights = {{ratio("100"), ratio("0")}, {ratio("80"), ratio("20")}};
    quality.experienceBonus = {{"10"}, {"20"}};
    quality.countedFromYear = {{"experience", 5}};  // beyond the last rank: never
    quality.scoreForFullAmount = {"100"};
    quality.envelopeShare = {"0.003"};
    return quality;
}

}  // namespace

Day day(std::string_view iso) { return parse_day(iso).value(); }
Exact exact(std::string_view text) { return to_exact(Ratio{std::string(text)}); }
Money euros(std::string_view amount) { return parse_money(amount).value(); }
GroupementId group(std::string_view id) { return {std::string(id)}; }

Parameters parameters() {
    Parameters all;
    all.currency = "EUR";
    all.phases = {2, 4};
    all.seedCredit = {euros("100000.00"), ratio("0.5"),      ratio("1"),         50'000,
                      ratio("0.2"),       euros("30000.00"), euros("130000.00"), ratio("1/2")};
    all.quality = quality();
    all.efficiency = {ratio("0.05"), ratio("1/2"), ratio("1/3"), ratio("2/3")};
    all.modulation.knots = {{ratio("0"), ratio("-0.2")}, {ratio("50"), ratio("0")}, {ratio("100"), ratio("0.2")}};
    all.caps = {ratio("0.02"), ratio("0.01"), NationalReduction::proRata};
    all.eligibility = {5'000};
    return all;
}

RulesAdopted rules(Parameters parameters, ResultYear from_year, std::string id) {
    return {{std::move(id)}, "Cahier des charges", from_year, std::move(parameters), {}};
}

GroupementAdmitted admitted(std::string_view id, ResultYear first_year) {
    return {group(id), "Groupement " + std::string(id), "SISA", "Bretagne", {"351"}, 1, first_year, 10,
            10'000,    "Arrêté du 21 juin 2019",        {}};
}

ConventionSigned agreed(std::string_view id) {
    Payee payee;
    payee.name.value = "GROUPEMENT " + std::string(id);
    payee.iban.value = "FR7699999010010005000791985";
    payee.bic.value = "TESTFRPP";
    return {group(id), {"351"}, payee};
}

SeedCreditAssessed assessed(std::string_view id, std::int64_t patients, std::string modulation) {
    return {group(id), patients, {std::move(modulation)}};
}

RoadmapReceived roadmap(std::string_view id) { return {group(id)}; }

IndicatorsChosen chose(std::string_view id, std::vector<std::string> indicators) {
    IndicatorsChosen fact{group(id), {}};
    for (std::string& indicator : indicators) fact.indicators.push_back({std::move(indicator)});
    return fact;
}

IndicatorTargetsSet target(ResultYear year, std::string indicator, std::string target, std::string intermediate) {
    return {year, {std::move(indicator)}, Direction::up, {std::move(target)}, {std::move(intermediate)}, {}, {}};
}

IndicatorTargetsSet target_down(ResultYear year, std::string indicator, std::string target, std::string intermediate) {
    return {year, {std::move(indicator)}, Direction::down, {std::move(target)}, {std::move(intermediate)}, {}, {}};
}

IndicatorMeasured measured(std::string_view id, ResultYear year, std::string value, std::string indicator) {
    return {group(id), year, {std::move(indicator)}, {std::move(value)}};
}

ExperienceThresholdsSet thresholds(ResultYear year, std::string intermediate, std::string target) {
    return {year, {std::move(intermediate)}, {std::move(target)}};
}

ExperienceMeasured experience(std::string_view id, ResultYear year, std::string score) {
    return {group(id), year, {std::move(score)}};
}

PatientsCounted patients(std::string_view id, ResultYear year, std::int64_t count) { return {group(id), year, count}; }

ExpenditureMeasured spending(std::string_view id, ResultYear year, std::string actual, std::string adjusted) {
    return {group(id), year, {std::move(actual)}, {std::move(adjusted)}};
}

EnvelopeBudgeted budget(PaymentYear payment_year, std::string amount) { return {payment_year, euros(amount)}; }
GroupementWithdrew withdrew(std::string_view id, ResultYear last_year) { return {group(id), last_year, "departure"}; }
AdvanceWriteOffDecided write_off(std::string_view id) { return {group(id), "Decision 12"}; }

FactCorrected corrected(std::string key, PlainFact right) {
    return {{std::move(key)}, std::move(right), "a wrong figure"};
}

std::string line(const Fact& fact, std::string_view key, std::string_view on) {
    return boost::json::serialize(boost::json::object{{"key", key}, {"on", on}, {"fact", kind_to_json(fact)}});
}

std::vector<Fact> one_of_each() {
    auto own = target(2019);
    own.groupement = group("A");
    own.startingValue = Decimal{"0"};
    auto small = admitted("A");
    small.derogation = "AMI §3.1.2";
    auto quoted = rules();
    quoted.sources = Json{R"({"band":{"text":"± 5 %","page":12,"none":null}})"};
    return {quoted,
            small,
            agreed("A"),
            assessed("A"),
            roadmap("A"),
            chose("A", {"C"}),
            own,
            measured("A", 2019, "0.10"),
            thresholds(2019),
            experience("A", 2019, "60"),
            patients("A", 2019),
            spending("A", 2019),
            budget(2020, "1.00"),
            withdrew("A", 2020),
            write_off("A"),
            PersonalDataErased{"A", "Decision"},
            PayeeChanged{group("A"), agreed("A").payee, "another bank"},
            OppositionNotified{group("A"), "saisie 12"},
            OppositionLifted{group("A"), "saisie 12"},
            CreditNotified{{"351"}, 2020, euros("1.00")},
            RefundReceived{group("A"), euros("1.00"), "virement 7"},
            OverpaymentWriteOffDecided{group("A"), euros("1.00"), "Decision"},
            AccrualEstimated{2019, group("A"), euros("1.00")},
            RoleGranted{{"anne"}, Role::dcf, CpamId{"351"}, euros("50000.00")},
            RoleRevoked{{"anne"}, Role::dcf, CpamId{"351"}},
            ObservationRecorded{"control", 1995, "visits", {"4.2"}, group("A")},
            GroupementDescribed{group("A"), "B", {}, "GCS", {}, 4, {}, {}, {{"AVC", "plaies"}}},
            PaymentTakenOver{group("A"), Ground::incentive, 2019, 2020, euros("1.00"), "virement 12"},
            AdjustmentModelAdopted{{"m-2019"}, 2019, "Cnam", "EGB", {"0.31"}, std::string(64, 'a'), {"age", "ald"}},
            AmendmentOpinionGiven{group("A"), {"cdc-2022"}, "favourable", "letter"},
            ChosenIndicatorValidated{group("A"), {"C1"}, "name", "definition", "opinion", "decision"},
            EngagementSigned{group("A"), "act"},
            ExperimentScheduled{day("2019-07-04"), day("2024-07-03"), "arrêté"},
            corrected("k", spending("A", 2019))};
}

}  // namespace ipep::sample
