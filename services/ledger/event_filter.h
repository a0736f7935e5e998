// EventFilter: which events of the log are asked for, by whom they name, what they are about, their kind and place.
//
// Shape:  a correction is found by the fact it brings; `from` inclusive, `until` exclusive.
#pragma once

#include "ledger/event.h"
#include "ledger/year.h"

namespace ipep {

struct EventFilter {
    std::string groupement, kind;
    std::optional<ResultYear> year;
    Position from = 1, until = UINT64_MAX;
    std::uint64_t limit = UINT64_MAX;  // how many are given
    std::string order = {};

    bool takes(const Body& body) const;
};

}  // namespace ipep
