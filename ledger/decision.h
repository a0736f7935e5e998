// Decisions: what the rules made of the facts, as events that carry every figure, so that replay never computes.
//
// Shape:  `facts` are the positions of the facts a figure rests on, in increasing order. A revision's event carries the
//         whole figure and, where it moves a balance, the `…Difference` from the revision before: balances add these.
// Units:  amounts in euros and cents; per-patient figures and scores with six decimals as they are shown.
// Source: specification §3 to §11; contract, "Decisions are events too".
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <variant>
#include <vector>

#include "ledger/exact.h"
#include "ledger/id.h"
#include "ledger/year.h"

namespace ipep {

using Positions = std::vector<Position>;

enum class Model : std::uint8_t { mixed, target };
BOOST_DESCRIBE_ENUM(Model, mixed, target)

struct SeedCreditGranted {
    GroupementId groupement;
    RulesId rules;
    Money amount, difference;
    Positions facts;
    bool operator==(const SeedCreditGranted&) const = default;
};
BOOST_DESCRIBE_STRUCT(SeedCreditGranted, (), (groupement, rules, amount, difference, facts))

// `total` is the whole tranche, `amount` what this event adds to what was released before.
struct SeedTrancheReleased {
    GroupementId groupement;
    std::int64_t tranche = 0;
    PaymentYear paymentYear = 0;
    Money amount, total;
    Positions facts;
    bool operator==(const SeedTrancheReleased&) const = default;
};
BOOST_DESCRIBE_STRUCT(SeedTrancheReleased, (), (groupement, tranche, paymentYear, amount, total, facts))

// `exactScore` is the score as a fraction; the others show six decimals.
struct QualityScored {
    GroupementId groupement;
    ResultYear year = 0;
    std::int64_t revision = 0;
    RulesId rules;
    Decimal scoreBase, bonus, score;
    std::string exactScore;
    Positions facts;
    bool operator==(const QualityScored&) const = default;
};
BOOST_DESCRIBE_STRUCT(QualityScored, (),
                      (groupement, year, revision, rules, scoreBase, bonus, score, exactScore, facts))

struct EfficiencyGainEstablished {
    GroupementId groupement;
    ResultYear year = 0;
    std::int64_t revision = 0;
    RulesId rules;
    Decimal gap, evolution, perPatient;
    Money gain;
    Positions facts;
    bool operator==(const EfficiencyGainEstablished&) const = default;
};
BOOST_DESCRIBE_STRUCT(EfficiencyGainEstablished, (),
                      (groupement, year, revision, rules, gap, evolution, perPatient, gain, facts))

struct IncentiveCapped {
    GroupementId groupement;
    ResultYear year = 0;
    std::int64_t revision = 0;
    Money gross, groupCap, capped, net, nationalReduction;
    bool operator==(const IncentiveCapped&) const = default;
};
BOOST_DESCRIBE_STRUCT(IncentiveCapped, (),
                      (groupement, year, revision, gross, groupCap, capped, net, nationalReduction))

// One line of a settlement: every figure of one groupement in one year.
struct SettledRow {
    GroupementId groupement;
    Model model = Model::mixed;
    std::int64_t rank = 0, patients = 0;
    Decimal gap, evolution, perPatient;
    Money gain;
    Decimal scoreBase, bonus, score, expenditure;
    Money groupCap, qualityRight, quality;
    Decimal modulation;
    Money gross, capped, net, nationalReduction, seedCredit, advanceBefore, advanceGranted, advanceRecovered,
        advanceOutstanding, due;
    bool operator==(const SettledRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(SettledRow, (),
                      (groupement, model, rank, patients, gap, evolution, perPatient, gain, scoreBase, bonus, score,
                       expenditure, groupCap, qualityRight, quality, modulation, gross, capped, net, nationalReduction,
                       seedCredit, advanceBefore, advanceGranted, advanceRecovered, advanceOutstanding, due))

struct IncentiveSettled : SettledRow {
    ResultYear year = 0;
    std::int64_t revision = 0;
    RulesId rules;
    Money netDifference;
    Positions facts;
    bool operator==(const IncentiveSettled&) const = default;
};
BOOST_DESCRIBE_STRUCT(IncentiveSettled, (SettledRow), (year, revision, rules, netDifference, facts))

// `amount` is this revision's, `difference` what it adds to the revision before; `outstanding` the balance after it.
struct AdvanceGranted {
    GroupementId groupement;
    ResultYear year = 0;
    std::int64_t revision = 0;
    Money amount, difference, outstanding;
    bool operator==(const AdvanceGranted&) const = default;
};
BOOST_DESCRIBE_STRUCT(AdvanceGranted, (), (groupement, year, revision, amount, difference, outstanding))

struct AdvanceRecovered {
    GroupementId groupement;
    ResultYear year = 0;
    std::int64_t revision = 0;
    Money amount, difference, outstanding;
    bool operator==(const AdvanceRecovered&) const = default;
};
BOOST_DESCRIBE_STRUCT(AdvanceRecovered, (), (groupement, year, revision, amount, difference, outstanding))

// `afterYear`: the group's last result year, after which nothing recovers an advance any more.
struct AdvanceWrittenOff {
    GroupementId groupement;
    ResultYear afterYear = 0;
    Money amount;
    std::string decision;
    Positions facts;
    bool operator==(const AdvanceWrittenOff&) const = default;
};
BOOST_DESCRIBE_STRUCT(AdvanceWrittenOff, (), (groupement, afterYear, amount, decision, facts))

struct AdvanceWriteOffReversed {
    GroupementId groupement;
    Money amount;
    bool operator==(const AdvanceWriteOffReversed&) const = default;
};
BOOST_DESCRIBE_STRUCT(AdvanceWriteOffReversed, (), (groupement, amount))

// A group that a correction took out of a settled year: the line of the revision before moves no amount any more.
struct IncentiveAnnulled {
    GroupementId groupement;
    ResultYear year = 0;
    std::int64_t revision = 0;
    Money netDifference;
    bool operator==(const IncentiveAnnulled&) const = default;
};
BOOST_DESCRIBE_STRUCT(IncentiveAnnulled, (), (groupement, year, revision, netDifference))

// What came back of an overpayment; `amount` is the refund's, `difference` what it adds to the one it corrects.
struct RefundBooked {
    GroupementId groupement;
    std::string reference;
    Money amount, difference;
    bool operator==(const RefundBooked&) const = default;
};
BOOST_DESCRIBE_STRUCT(RefundBooked, (), (groupement, reference, amount, difference))

struct OverpaymentWrittenOff {
    GroupementId groupement;
    std::string decision;
    Money amount, difference;
    bool operator==(const OverpaymentWrittenOff&) const = default;
};
BOOST_DESCRIBE_STRUCT(OverpaymentWrittenOff, (), (groupement, decision, amount, difference))

struct AccrualBooked {
    GroupementId groupement;
    ResultYear year = 0;
    Money amount, difference;
    bool operator==(const AccrualBooked&) const = default;
};
BOOST_DESCRIBE_STRUCT(AccrualBooked, (), (groupement, year, amount, difference))

struct NationalFigures {
    Decimal expenditure;
    Money cap, qualityEnvelope, capped, net, advanceGranted, advanceRecovered, due;
    bool operator==(const NationalFigures&) const = default;
};
BOOST_DESCRIBE_STRUCT(NationalFigures, (),
                      (expenditure, cap, qualityEnvelope, capped, net, advanceGranted, advanceRecovered, due))

// `ruleCode` is the version of the program's rule code, so that a difference found later can be told from damage.
struct YearSettled : NationalFigures {
    ResultYear year = 0;
    std::int64_t revision = 0;
    RulesId rules;
    std::int64_t groupements = 0, ruleCode = 0;
    Positions facts;
    bool operator==(const YearSettled&) const = default;
};
BOOST_DESCRIBE_STRUCT(YearSettled, (NationalFigures), (year, revision, rules, groupements, ruleCode, facts))

using DecisionKinds =
    std::variant<SeedCreditGranted, SeedTrancheReleased, QualityScored, EfficiencyGainEstablished, IncentiveCapped,
                 IncentiveSettled, AdvanceGranted, AdvanceRecovered, AdvanceWrittenOff, AdvanceWriteOffReversed,
                 IncentiveAnnulled, YearSettled, RefundBooked, OverpaymentWrittenOff, AccrualBooked>;

}  // namespace ipep
