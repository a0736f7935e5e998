// Event: one entry of the ledger, a fact, a decision or an act, with who, when and where from.
//
// Units:  recordedAt is microseconds since 1970, UTC; `on` the day it takes effect.
// Shape:  `source` stands on facts only; `key` too, but for a bank file. The actor is an identifier, not a name.
// Source: contract, "A fact, one JSON object a line"; specification §11, §16.
#pragma once

#include <boost/describe.hpp>
#include <array>
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

using Fact = boost::mp11::mp_push_back<PlainFact, FactCorrected>;
using Body = boost::mp11::mp_append<Fact, Decision, Act>;

struct Event {
    Position position = 0;
    std::int64_t recordedAt = 0;
    Day on;
    PersonId actor;
    std::optional<FactKey> key;
    std::optional<Source> source;
    Body body;
};
BOOST_DESCRIBE_STRUCT(Event, (), (position, recordedAt, on, actor, key, source, body))

// The contract's name of each kind, in the order of Body's alternatives.
inline constexpr auto kKinds = std::to_array<std::string_view>(
    {"rulesAdopted", "groupementAdmitted", "conventionSigned", "seedCreditAssessed", "roadmapReceived",
     "indicatorsChosen", "indicatorTargetsSet", "indicatorMeasured", "experienceThresholdsSet", "experienceMeasured",
     "patientsCounted", "expenditureMeasured", "envelopeBudgeted", "groupementWithdrew", "advanceWriteOffDecided",
     "personalDataErased", "payeeChanged", "oppositionNotified", "oppositionLifted", "creditNotified", "refundReceived",
     "overpaymentWriteOffDecided", "accrualEstimated", "roleGranted", "roleRevoked", "factCorrected",
     // decisions
     "seedCreditGranted", "seedTrancheReleased", "qualityScored", "efficiencyGainEstablished", "incentiveCapped",
     "incentiveSettled", "advanceGranted", "advanceRecovered", "advanceWrittenOff", "advanceWriteOffReversed",
     "incentiveAnnulled", "yearSettled", "refundBooked", "overpaymentWrittenOff", "accrualBooked",
     // acts
     "payeeConfirmed", "settlementValidated", "paymentOrdered", "orderSuspended", "orderRequisitioned",
     "orderApproved", "orderCancelled", "fileIssued", "orderIssued", "fileWritten", "orderAccepted", "orderRejected",
     "orderPaid", "orderBooked", "orderReturned", "bankFileRead", "bankLineUnmatched", "monthClosed",
     "personalDataRead"});
static_assert(kKinds.size() == std::variant_size_v<Body>);

template <class Kind>
inline constexpr std::size_t kKindIndex = boost::mp11::mp_find<Body, Kind>::value;

inline std::string_view kind_of(const Body& body) { return kKinds[body.index()]; }
inline std::string_view kind_of(const PlainFact& fact) { return kKinds[fact.index()]; }  // the same order
inline bool is_act(const Body& body) {
    return body.index() >= std::variant_size_v<Fact> + std::variant_size_v<Decision>;
}
inline bool is_decision(const Body& body) { return body.index() >= std::variant_size_v<Fact> && !is_act(body); }

template <class To, class From>
To widen(From&& variant) {
    return std::visit([](auto&& alternative) -> To { return std::forward<decltype(alternative)>(alternative); },
                      std::forward<From>(variant));
}

}  // namespace ipep
