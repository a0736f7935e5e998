// Event: one entry of the ledger, a fact, a decision or an act, with who, when and where from.
//
// Units:  recordedAt is microseconds since 1970, UTC; `on` the day it takes effect.
// Shape:  `source` stands on facts only; `key` too, but for a bank file. The actor is an identifier, not a name.
//         `bounds` says which bounds it was judged by when it was recorded, 0 before there was any such number.
// Source: contract, "A fact, one JSON object a line"; specification §11, §16.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <string_view>

#include "ledger/act.h"
#include "ledger/decision.h"
#include "ledger/fact.h"

namespace ipep {

struct Source {
    std::string reference;
    std::optional<std::string> sha256;
    bool operator==(const Source&) const = default;
};
BOOST_DESCRIBE_STRUCT(Source, (), (reference, sha256))

template <>
struct KindsOf<struct FactName> {
    using type = boost::mp11::mp_push_back<PlainFact::Kinds, FactCorrected>;
};
using Fact = Sum<FactName>;
template <>
struct KindsOf<struct BodyName> {
    using type = boost::mp11::mp_append<Fact::Kinds, DecisionKinds, ActKinds>;
};
using Body = Sum<BodyName>;

struct Event {
    Position position = 0;
    std::int64_t recordedAt = 0;
    Day on;
    PersonId actor;
    std::optional<FactKey> key;
    std::optional<Source> source;
    Body body;
    int bounds = 0;
};
BOOST_DESCRIBE_STRUCT(Event, (), (position, recordedAt, on, actor, key, source, body, bounds))

// What binds a recording today. 1: days, refunds, second persons and look-alikes (ops/decisions/0018). 2: accounts that
// a bank rejected (ops/decisions/0040). 3: an order replaces those it shares a debt with, and money that was seen stays
// unexplained (ops/decisions/0056). What was recorded under a lower number is judged again by what bound it then.
inline constexpr int kBounds = 3;

// The contract's name of each kind, in the order of Body's alternatives.
inline constexpr auto kKinds = std::to_array<std::string_view>(
    {"rulesAdopted", "groupementAdmitted", "conventionSigned", "seedCreditAssessed", "roadmapReceived",
     "indicatorsChosen", "indicatorTargetsSet", "indicatorMeasured", "experienceThresholdsSet", "experienceMeasured",
     "patientsCounted", "expenditureMeasured", "envelopeBudgeted", "groupementWithdrew", "advanceWriteOffDecided",
     "personalDataErased", "payeeChanged", "oppositionNotified", "oppositionLifted", "creditNotified", "refundReceived",
     "overpaymentWriteOffDecided", "accrualEstimated", "roleGranted", "roleRevoked", "observationRecorded",
     "groupementDescribed", "paymentTakenOver", "adjustmentModelAdopted", "amendmentOpinionGiven",
     "chosenIndicatorValidated", "engagementSigned", "experimentScheduled", "factCorrected",
     // decisions
     "seedCreditGranted", "seedTrancheReleased", "qualityScored", "efficiencyGainEstablished", "incentiveCapped",
     "incentiveSettled", "advanceGranted", "advanceRecovered", "advanceWrittenOff", "advanceWriteOffReversed",
     "incentiveAnnulled", "yearSettled", "refundBooked", "overpaymentWrittenOff", "accrualBooked",
     // acts
     "payeeConfirmed", "settlementValidated", "paymentOrdered", "orderSuspended", "orderRequisitioned", "orderApproved",
     "orderCancelled", "fileIssued", "orderIssued", "fileWritten", "orderAccepted", "orderRejected", "orderPaid",
     "orderBooked", "orderReturned", "bankFileRead", "bankLineUnmatched", "monthClosed", "personalDataRead",
     "orderTold", "orderResolved", "orderReinstated", "bankLineMatched", "roleConfirmed", "takeOverConfirmed",
     "settlementRefused", "bankLineExplained", "bankLineConfirmed"});
static_assert(kKinds.size() == Body::size);

template <class Kind>
inline constexpr std::size_t kKindIndex = kPlaceIn<Kind, Body::Kinds>;

inline std::string_view kind_of(const Body& body) { return kKinds[body.index()]; }
inline std::string_view kind_of(const PlainFact& fact) { return kKinds[fact.index()]; }  // the same order
inline bool is_act(const Body& body) { return body.index() >= Fact::size + std::variant_size_v<DecisionKinds>; }
inline bool is_decision(const Body& body) { return body.index() >= Fact::size && !is_act(body); }

Fact widen(PlainFact fact);
Body widen(Fact fact);
// Nothing where it is a decision or an act.
std::optional<Fact> fact_in(const Body& body);

}  // namespace ipep
