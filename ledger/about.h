// About: what an event is about, said once: whoever looks for a groupement, a CPAM, an order or a year asks here.
//
// Shape:   a correction is about what the fact is about that it brings. Years that only bound something (the first, the
//          last, the year after which) are left out: they are what an event says, not what it is about.
// Promise: each kind says it by name in about.cc; a new kind does not compile until it does.
// Source:  contract, "A fact, one JSON object a line"; ledger/README.md, "What an event is asked".
#pragma once

#include "ledger/event.h"
#include "ledger/year.h"

namespace ipep {

struct About {
    std::optional<GroupementId> groupement = {};  // also whose payee was read or erased
    std::optional<CpamId> cpam = {};              // named by the event itself; a groupement's own is in the book
    std::optional<OrderId> order = {};
    std::optional<ResultYear> year = {};  // the result year
    std::optional<std::int64_t> revision = {};
    std::optional<PaymentYear> paymentYear = {};
    std::optional<IndicatorId> indicator = {};
    std::optional<RulesId> rules = {};
    std::optional<PersonId> person = {};  // whose role it is
    std::string reference = {};           // which of the groupement's refunds, oppositions … it is
};

About about(const Body& body);
About about(const Fact& fact);
About about(const PlainFact& fact);

// The fact of this kind that an event brings, be it recorded or in the place of another; null where it brings none.
template <class Kind>
const Kind* brought(const Body& body) {
    const auto* correction = std::get_if<FactCorrected>(&body);
    return correction ? std::get_if<Kind>(&correction->fact) : std::get_if<Kind>(&body);
}

}  // namespace ipep
