// ExplanationPage: a derivation as an indented tree for a terminal, as Graphviz or as a page to unfold.
//
// Shape:  the amount first, every step on one line with its value to the right, its formula and section below it; a
//         leaf names its event and source beside it; what rests on an assumption says so. Values align on the point.
//         Below it stands what its indicators are called and what is behind its measured values.
#pragma once

#include "services/questions/explanation_notes.h"
#include "services/words/explanation_words.h"

namespace ipep {

std::string explanation_text(const Derivation& derivation, const Asked& asked, int depth, bool full,
                             const ExplanationNotes& notes = {});
std::string explanation_dot(const Derivation& derivation);
std::string explanation_html(const Derivation& derivation, const Asked& asked);

}  // namespace ipep
