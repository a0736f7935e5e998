// Measure: what one row of the sheet gives: a member of a fact, by the words people write for it; and the headings.
//
// Shape:  one table each. The words stand here in both languages, since a file is read whatever language it was made
//         in; they are compared folded (cell_value.h). Rows of the same fact make one fact together.
// Units:  named in the table; a share is 0 to 1, a score 0 to 100.
// Source: contract, "A fact, one JSON object a line"; ledger/fact.h.
#pragma once

#include <span>

#include "services/sheets/cell_value.h"

namespace ipep::sheets {

// A word of the sheet in both languages.
struct Words {
    const char *english, *french;
    std::string shown() const;  // in the reader's language
    bool are(std::string_view folded_text) const;
};

enum class Unit : std::uint8_t { patients, euros_per_patient, share, score, direction, quantity };
Words words_of(Unit unit);

struct Measure {
    Words words;
    const char *kind, *member;  // "expenditureMeasured", "actualPerPatient"
    Unit unit;
    bool of_groupement = true, of_year = true, of_indicator = false;
    bool is_needed = true;  // without it there is no such fact
};

std::span<const Measure> measures();
const Measure* measure_named(std::string_view text);
std::string known_measures();  // "patients", "dépense réelle", …
// The member's measure of a kind.
const Measure* measure_of(std::string_view kind, std::string_view member);

enum class Heading : std::uint8_t {
    groupement,
    name,
    year,
    measure,
    indicator,
    meaning,
    unit,
    before,
    value,
    day,
    source,
    errors,
};
inline constexpr std::size_t kHeadings = 12;
Words words_of(Heading heading);
// Nothing where it is no heading.
std::optional<Heading> heading_named(std::string_view text);
// Without which no row can be read.
bool is_needed(Heading heading);

// "up", "down" and "stable", in the words of the sheet.
std::span<const std::pair<const char*, Words>> directions();

}  // namespace ipep::sheets
