// TracedLeaf: a recorded value as a leaf of a derivation, with the event that brought it.
#pragma once

#include "projections/traced_year.h"

namespace ipep {

inline std::string as_given(const Decimal& value) { return value.text; }
inline std::string as_given(const Ratio& value) { return value.text; }
inline std::string as_given(Money value) { return to_text(value); }
inline std::string as_given(std::int64_t value) { return std::to_string(value); }

// `of`: whose it is; empty where it is the group's own, or of all.
template <class Value>
Traced leaf(EventRefs& refs, const std::string& name, std::string_view of, const char* unit, Position position,
            const Value& value) {
    auto node = std::make_shared<Explanation>();
    node->name = name;
    node->of = of;
    node->value = as_given(value);
    node->unit = unit;
    node->event = refs.at(position);
    return Traced::leaf(std::move(node), to_exact(value));
}

}  // namespace ipep
