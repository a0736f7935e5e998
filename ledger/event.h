// Event: one entry of the ledger, a fact or a decision, with who, when and where from.
//
// Units:  recordedAt is microseconds since 1970, UTC; `on` the day it takes effect.
// Shape:  `key` and `source` stand on facts only. The actor is an identifier, never a name.
// Source: contract, "A fact, one JSON object a line"; specification §11, §16.
#pragma once

#include <boost/describe.hpp>
#include <array>
#include <boost/mp11.hpp>
#include <string_view>

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
using Body = boost::mp11::mp_append<Fact, Decision>;

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
     "personalDataErased", "factCorrected",
     // decisions
     "seedCreditGranted", "seedTrancheReleased", "qualityScored", "efficiencyGainEstablished", "incentiveCapped",
     "incentiveSettled", "advanceGranted", "advanceRecovered", "advanceWrittenOff", "advanceWriteOffReversed",
     "incentiveAnnulled", "yearSettled"});
static_assert(kKinds.size() == std::variant_size_v<Body>);

template <class Kind>
inline constexpr std::size_t kKindIndex = boost::mp11::mp_find<Body, Kind>::value;

inline std::string_view kind_of(const Body& body) { return kKinds[body.index()]; }
inline std::string_view kind_of(const PlainFact& fact) { return kKinds[fact.index()]; }  // the same order
inline bool is_decision(const Body& body) { return body.index() >= std::variant_size_v<Fact>; }

template <class To, class From>
To widen(From&& variant) {
    return std::visit([](auto&& alternative) -> To { return std::forward<decltype(alternative)>(alternative); },
                      std::forward<From>(variant));
}

}  // namespace ipep
