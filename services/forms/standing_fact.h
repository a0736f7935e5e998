// StandingFact: a fact as it was recorded, and what stands in its place now.
//
// Cost:    the events behind it are looked through for corrections.
// Errors:  not_correctable, where the event is no fact, has no key, or its kind is undone by another fact;
//          position_absent.
// Source:  specification §11 (corrections).
#pragma once

#include "services/ledger/ledger_service.h"

namespace ipep::forms {

struct StandingFact {
    FactKey key;            // of the first recording, which a correction names
    Position standing = 0;  // of the fact, or of its last correction
    Day on;                 // of what stands
    std::optional<Source> source;
    PlainFact fact;  // that stands
    std::string kind;
};

// `position`: of the fact, or of a correction of it.
Verdict<StandingFact> standing_fact(LedgerService& ledger, Position position);

}  // namespace ipep::forms
