// Meaning: what a column of the panel is, by its member's name, in English and French, with its unit and section.
#pragma once

#include <string_view>

namespace ipep::panel {

struct Meaning {
    const char *label, *label_fr, *unit, *section;
};

// Precondition: it is known.
const Meaning& meaning_of(std::string_view member);

}  // namespace ipep::panel
