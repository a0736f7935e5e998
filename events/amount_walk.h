// AmountWalk: every amount in an event's body, whatever it is of: in members, lists and what is optional.
#pragma once

#include "events/describe.h"
#include "ledger/event.h"

namespace ipep {

template <class T, class Visit>
void each_amount_in(const T& value, Visit& visit) {
    if constexpr (std::is_same_v<T, Money>) {
        visit(value);
    } else if constexpr (Optional<T>) {
        if (value) each_amount_in(*value, visit);
    } else if constexpr (List<T>) {
        for (const auto& one : value) each_amount_in(one, visit);
    } else if constexpr (Described<T>) {
        for_each_member(value, [&](const char*, const auto& member) { each_amount_in(member, visit); });
    }
}

}  // namespace ipep
