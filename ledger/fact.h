// Facts: what happened outside and was recorded, one plain type per kind. Members are named as in the contract.
//
// Shape:  the list of members that BOOST_DESCRIBE_STRUCT gives is the only one: the JSON form, the stored bytes, the
//         columns of exports and the printed events all follow it. Members and kinds are only ever added.
// Units:  amounts in euros and cents; measured values as they were given; years are result years unless named otherwise.
// Source: contract, "A fact, one JSON object a line".
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ledger/day.h"
#include "ledger/ground.h"
#include "ledger/id.h"
#include "ledger/kept_apart.h"
#include "ledger/parameters.h"
#include "ledger/personal.h"
#include "ledger/sum.h"
#include "ledger/year.h"

namespace ipep {

// JSON that is kept as it came and given back (the quotations behind each parameter).
struct Json {
    std::string text;
    bool operator==(const Json&) const = default;
};

struct RulesAdopted {
    RulesId rules;
    std::string title;
    ResultYear fromYear = 0;
    Apart<Parameters> parameters;
    std::optional<Json> sources;
    bool operator==(const RulesAdopted&) const = default;
};
BOOST_DESCRIBE_STRUCT(RulesAdopted, (), (rules, title, fromYear, parameters, sources))

struct GroupementAdmitted {
    GroupementId groupement;
    std::string name, legalForm, region;
    CpamId cpam;
    std::int64_t wave = 0;
    ResultYear firstYear = 0;
    std::int64_t referringPhysicians = 0, patients = 0;
    std::string decision;
    std::optional<std::string> derogation;
    bool operator==(const GroupementAdmitted&) const = default;
};
BOOST_DESCRIBE_STRUCT(GroupementAdmitted, (),
                      (groupement, name, legalForm, region, cpam, wave, firstYear, referringPhysicians, patients,
                       decision, derogation))

struct Payee {
    Personal name, iban, bic;
    bool operator==(const Payee&) const = default;
};
BOOST_DESCRIBE_STRUCT(Payee, (), (name, iban, bic))

struct ConventionSigned {
    GroupementId groupement;
    CpamId cpam;
    Payee payee;
    bool operator==(const ConventionSigned&) const = default;
};
BOOST_DESCRIBE_STRUCT(ConventionSigned, (), (groupement, cpam, payee))

struct SeedCreditAssessed {
    GroupementId groupement;
    std::int64_t patients = 0;
    Ratio multiprofessionalModulation;
    bool operator==(const SeedCreditAssessed&) const = default;
};
BOOST_DESCRIBE_STRUCT(SeedCreditAssessed, (), (groupement, patients, multiprofessionalModulation))

struct RoadmapReceived {
    GroupementId groupement;
    bool operator==(const RoadmapReceived&) const = default;
};
BOOST_DESCRIBE_STRUCT(RoadmapReceived, (), (groupement))

struct IndicatorsChosen {
    GroupementId groupement;
    std::vector<IndicatorId> indicators;
    bool operator==(const IndicatorsChosen&) const = default;
};
BOOST_DESCRIBE_STRUCT(IndicatorsChosen, (), (groupement, indicators))

struct IndicatorTargetsSet {
    ResultYear year = 0;
    IndicatorId indicator;
    Direction direction = Direction::up;
    Decimal target, intermediate;
    std::optional<Decimal> startingValue;
    std::optional<GroupementId> groupement;
    bool operator==(const IndicatorTargetsSet&) const = default;
};
BOOST_DESCRIBE_STRUCT(IndicatorTargetsSet, (),
                      (year, indicator, direction, target, intermediate, startingValue, groupement))

// A count or sum behind a measured value. A line may give it as a whole number or as a decimal text.
struct Quantity : Decimal {
    bool operator==(const Quantity&) const = default;
};

// From the numerator on: what stands behind the value, where it is told (§8-I, §14, annexe 2).
struct IndicatorMeasured {
    GroupementId groupement;
    ResultYear year = 0;
    IndicatorId indicator;
    Decimal value;
    Seldom<Quantity> numerator = {}, denominator = {};  // both: the value is their quotient, rounded
    std::optional<Day> extractedOn = {};
    Seldom<std::string> suppliedBy = {};
    Seldom<Decimal> nationalAverage = {};
    Seldom<std::string> questionnaire = {};  // its version
    std::optional<std::int64_t> sent = {}, answered = {};
    Seldom<std::string> definitionSha256 = {};  // of the document that defines what is measured
    bool operator==(const IndicatorMeasured&) const = default;
};
BOOST_DESCRIBE_STRUCT(IndicatorMeasured, (),
                      (groupement, year, indicator, value, numerator, denominator, extractedOn, suppliedBy,
                       nationalAverage, questionnaire, sent, answered, definitionSha256))

struct ExperienceThresholdsSet {
    ResultYear year = 0;
    Decimal intermediate, target;
    bool operator==(const ExperienceThresholdsSet&) const = default;
};
BOOST_DESCRIBE_STRUCT(ExperienceThresholdsSet, (), (year, intermediate, target))

struct ExperienceMeasured {
    GroupementId groupement;
    ResultYear year = 0;
    Decimal score;
    Seldom<Quantity> numerator = {}, denominator = {};  // both: the score is their quotient, rounded
    std::optional<Day> extractedOn = {};
    Seldom<std::string> suppliedBy = {};
    Seldom<Decimal> nationalAverage = {};
    Seldom<std::string> questionnaire = {};
    std::optional<std::int64_t> sent = {}, answered = {};
    Seldom<std::string> definitionSha256 = {};
    bool operator==(const ExperienceMeasured&) const = default;
};
BOOST_DESCRIBE_STRUCT(ExperienceMeasured, (),
                      (groupement, year, score, numerator, denominator, extractedOn, suppliedBy, nationalAverage,
                       questionnaire, sent, answered, definitionSha256))

struct PatientsCounted {
    GroupementId groupement;
    ResultYear year = 0;
    std::int64_t patients = 0;
    bool operator==(const PatientsCounted&) const = default;
};
BOOST_DESCRIBE_STRUCT(PatientsCounted, (), (groupement, year, patients))

struct ExpenditureMeasured {
    GroupementId groupement;
    ResultYear year = 0;
    Decimal actualPerPatient, adjustedPerPatient;
    std::optional<ModelId> model = {};  // that adjusted it
    bool operator==(const ExpenditureMeasured&) const = default;
};
BOOST_DESCRIBE_STRUCT(ExpenditureMeasured, (), (groupement, year, actualPerPatient, adjustedPerPatient, model))

struct EnvelopeBudgeted {
    PaymentYear paymentYear = 0;
    Money amount;
    bool operator==(const EnvelopeBudgeted&) const = default;
};
BOOST_DESCRIBE_STRUCT(EnvelopeBudgeted, (), (paymentYear, amount))

// Why a group leaves: the text knows two ways (§3, §11).
enum class WithdrawalGround : std::uint8_t { endOfPhase2, amendmentRefused };
BOOST_DESCRIBE_ENUM(WithdrawalGround, endOfPhase2, amendmentRefused)

struct GroupementWithdrew {
    GroupementId groupement;
    ResultYear lastYear = 0;
    std::string reason;
    std::optional<WithdrawalGround> ground = {};
    std::optional<RulesId> rules = {};  // those that were refused
    bool operator==(const GroupementWithdrew&) const = default;
};
BOOST_DESCRIBE_STRUCT(GroupementWithdrew, (), (groupement, lastYear, reason, ground, rules))

struct AdvanceWriteOffDecided {
    GroupementId groupement;
    std::string decision;
    bool operator==(const AdvanceWriteOffDecided&) const = default;
};
BOOST_DESCRIBE_STRUCT(AdvanceWriteOffDecided, (), (groupement, decision))

// Empties the store of personal data for one subject (a groupement's payee); the log keeps its digests.
struct PersonalDataErased {
    std::string subject, decision;
    bool operator==(const PersonalDataErased&) const = default;
};
BOOST_DESCRIBE_STRUCT(PersonalDataErased, (), (subject, decision))

// Another account or holder for what a group is owed; in force once a second person confirmed it (act payeeConfirmed).
struct PayeeChanged {
    GroupementId groupement;
    Payee payee;
    std::string reason;
    bool operator==(const PayeeChanged&) const = default;
};
BOOST_DESCRIBE_STRUCT(PayeeChanged, (), (groupement, payee, reason))

// A third party's claim on what the group is owed: nothing is approved while it stands.
struct OppositionNotified {
    GroupementId groupement;
    std::string reference;
    bool operator==(const OppositionNotified&) const = default;
};
BOOST_DESCRIBE_STRUCT(OppositionNotified, (), (groupement, reference))

struct OppositionLifted {
    GroupementId groupement;
    std::string reference;
    bool operator==(const OppositionLifted&) const = default;
};
BOOST_DESCRIBE_STRUCT(OppositionLifted, (), (groupement, reference))

// Credits a CPAM may spend in a payment year; none notified: not limited.
struct CreditNotified {
    CpamId cpam;
    PaymentYear paymentYear = 0;
    Money amount;
    bool operator==(const CreditNotified&) const = default;
};
BOOST_DESCRIBE_STRUCT(CreditNotified, (), (cpam, paymentYear, amount))

struct RefundReceived {
    GroupementId groupement;
    Money amount;
    std::string reference;
    bool operator==(const RefundReceived&) const = default;
};
BOOST_DESCRIBE_STRUCT(RefundReceived, (), (groupement, amount, reference))

struct OverpaymentWriteOffDecided {
    GroupementId groupement;
    Money amount;
    std::string decision;
    bool operator==(const OverpaymentWriteOffDecided&) const = default;
};
BOOST_DESCRIBE_STRUCT(OverpaymentWriteOffDecided, (), (groupement, amount, decision))

// What a group will probably be due for a year that is not settled at its end: accrued on 31/12, reversed on 01/01.
struct AccrualEstimated {
    ResultYear year = 0;
    GroupementId groupement;
    Money amount;
    bool operator==(const AccrualEstimated&) const = default;
};
BOOST_DESCRIBE_STRUCT(AccrualEstimated, (), (year, groupement, amount))

enum class Role : std::uint8_t { cnam, director, dcf, auditor, evaluator, admin, groupement };
BOOST_DESCRIBE_ENUM(Role, cnam, director, dcf, auditor, evaluator, admin, groupement)

// Without a CPAM the role holds for all; `ceiling` is the largest amount of one order. The role `groupement` names one,
// and reads what is its own.
struct RoleGranted {
    PersonId person;
    Role role = Role::auditor;
    std::optional<CpamId> cpam;
    std::optional<Money> ceiling;
    std::optional<GroupementId> groupement = {};
    bool operator==(const RoleGranted&) const = default;
};
BOOST_DESCRIBE_STRUCT(RoleGranted, (), (person, role, cpam, ceiling, groupement))

struct RoleRevoked {
    PersonId person;
    Role role = Role::auditor;
    std::optional<CpamId> cpam;
    std::optional<GroupementId> groupement = {};
    bool operator==(const RoleRevoked&) const = default;
};
BOOST_DESCRIBE_STRUCT(RoleRevoked, (), (person, role, cpam, groupement))

// A figure for the evaluation, of any year and of control populations too: it enters no settlement (§14, annexe 3).
struct ObservationRecorded {
    std::string population;
    ResultYear year = 0;
    std::string measure;
    Decimal value;
    std::optional<GroupementId> groupement = {};
    bool operator==(const ObservationRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(ObservationRecorded, (), (population, year, measure, value, groupement))

// What a groupement is from the fact's day on; what is absent stays as it was (§1, annexe 3).
struct GroupementDescribed {
    GroupementId groupement;
    std::optional<std::string> name = {}, legalForm = {}, holder = {}, region = {};
    std::optional<std::int64_t> referringPhysicians = {}, professionals = {};
    std::optional<std::string> hospital = {};
    std::optional<std::vector<std::string>> themes = {};
    bool operator==(const GroupementDescribed&) const = default;
};
BOOST_DESCRIBE_STRUCT(GroupementDescribed, (),
                      (groupement, name, legalForm, holder, region, referringPhysicians, professionals, hospital,
                       themes))

// Paid before this ledger was: counts as paid once a second person confirmed it (act takeOverConfirmed), and stands in
// no file for a bank. An incentive names its result year.
struct PaymentTakenOver {
    GroupementId groupement;
    Ground ground = Ground::seedCredit;
    std::optional<ResultYear> year = {};
    PaymentYear paymentYear = 0;
    Money amount;
    std::string document;
    bool operator==(const PaymentTakenOver&) const = default;
};
BOOST_DESCRIBE_STRUCT(PaymentTakenOver, (), (groupement, ground, year, paymentYear, amount, document))

// How spending is adjusted: a model, by the digest of its file, and how well it explains the sample (§8-II, annexe 4).
struct AdjustmentModelAdopted {
    ModelId model;
    ResultYear year = 0;
    std::string author, sample;
    Decimal adjustedR2;
    std::string sha256;
    std::vector<std::string> variables;
    bool operator==(const AdjustmentModelAdopted&) const = default;
};
BOOST_DESCRIBE_STRUCT(AdjustmentModelAdopted, (), (model, year, author, sample, adjustedR2, sha256, variables))

// What a groupement answered when it was asked about rules that amend those in force (§11).
struct AmendmentOpinionGiven {
    GroupementId groupement;
    RulesId rules;
    std::string opinion, reference;
    bool operator==(const AmendmentOpinionGiven&) const = default;
};
BOOST_DESCRIBE_STRUCT(AmendmentOpinionGiven, (), (groupement, rules, opinion, reference))

// An indicator the groupement chose, as it was validated after the opinion of its ARS (§8-I).
struct ChosenIndicatorValidated {
    GroupementId groupement;
    IndicatorId indicator;
    std::string name, definition, arsOpinion, decision;
    bool operator==(const ChosenIndicatorValidated&) const = default;
};
BOOST_DESCRIBE_STRUCT(ChosenIndicatorValidated, (), (groupement, indicator, name, definition, arsOpinion, decision))

// The groupement signed its act of engagement (AMI; §3).
struct EngagementSigned {
    GroupementId groupement;
    std::string document;
    bool operator==(const EngagementSigned&) const = default;
};
BOOST_DESCRIBE_STRUCT(EngagementSigned, (), (groupement, document))

// The first and the last day of the experiment, as its arrêté fixes them (CSS L.162-31-1, R.162-50-9).
struct ExperimentScheduled {
    Day from, until;
    std::string decision;
    bool operator==(const ExperimentScheduled&) const = default;
};
BOOST_DESCRIBE_STRUCT(ExperimentScheduled, (), (from, until, decision))

// Every kind that stands for itself. The order is the order of the refusals' page and of nothing else.
template <>
struct KindsOf<struct PlainFactName> {
    using type =
        std::variant<RulesAdopted, GroupementAdmitted, ConventionSigned, SeedCreditAssessed, RoadmapReceived,
                     IndicatorsChosen, IndicatorTargetsSet, IndicatorMeasured, ExperienceThresholdsSet,
                     ExperienceMeasured, PatientsCounted, ExpenditureMeasured, EnvelopeBudgeted, GroupementWithdrew,
                     AdvanceWriteOffDecided, PersonalDataErased, PayeeChanged, OppositionNotified, OppositionLifted,
                     CreditNotified, RefundReceived, OverpaymentWriteOffDecided, AccrualEstimated, RoleGranted,
                     RoleRevoked, ObservationRecorded, GroupementDescribed, PaymentTakenOver, AdjustmentModelAdopted,
                     AmendmentOpinionGiven, ChosenIndicatorValidated, EngagementSigned, ExperimentScheduled>;
};
using PlainFact = Sum<PlainFactName>;

// The right fact in the place of a wrong one, which is named by its key, also when it was corrected before.
struct FactCorrected {
    FactKey corrects;
    PlainFact fact;
    std::string reason;
    bool operator==(const FactCorrected&) const = default;
};
BOOST_DESCRIBE_STRUCT(FactCorrected, (), (corrects, fact, reason))

}  // namespace ipep
