// ExplanationWords: the nodes of a derivation in the reader's words, for each of its forms.
#pragma once

#include "projections/derivation.h"

namespace ipep {

// What was asked for, taken from its reference; `year` is empty for a seed credit, `figure` too for an order.
inline constexpr std::size_t kInputsShown = 12;  // of a node, unless all are asked for

struct Asked {
    std::string groupement, figure, year;
};
Asked asked_of(const std::string& reference);

// A value around its decimal point, so that a column can align on it.
struct ShownValue {
    std::string before, after;  // "−191", ",25 €/patient"
    std::string text() const { return before + after; }
};
ShownValue shown_value(const Explanation& node);

std::string shown_label(const Explanation& node);  // "points S01"
// "CDC 2019 §8-II, annexe 5", and what the text does not say itself.
std::string cited(const Citation& cite);
// Whether what is so cited is not in the text: assumed, contradictory, or without a source.
bool is_doubtful(std::string_view status);
// Where a leaf comes from: its event, then its section (a parameter) or its source and day (a fact). In at most `room`
// columns, for which the name of the source gives way.
std::string origin_of(const Explanation& leaf, std::size_t room = 1000);

// "Incentive due to groupement G02 for 2021".
std::string title_of(const Asked& asked);
// Rules, settlement and position: what the answer holds for.
std::string closing_of(const Derivation& derivation, const Asked& asked);

}  // namespace ipep
