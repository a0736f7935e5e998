// LateValidation: an indicator a groupement chose that was not validated within the three months the text gives.
//
// Shape:   one for each indicator chosen and not validated by then, by groupement in byte order, as it chose them.
//          The three months are counted from the day of the admission, whose decision is the published list; a
//          validation counts on its accounting day, also where it was corrected since.
// Source:  CDC 2019 §8-I (« dans les 3 mois maximum suivant la publication de la liste »); contract, `review late`.
#pragma once

#include "ledger/book.h"

namespace ipep {

struct ChosenIndicator {
    GroupementId groupement;
    IndicatorId indicator;
    std::string name;  // as validated; empty before
    Day until;         // the last of the three months
    std::optional<Day> validated = {};

    bool is_late(Day today) const { return validated.value_or(today) > until; }
};

// Those of one groupement, validated in time or late.
std::vector<ChosenIndicator> chosen_indicators(const GroupState& page);
// Of all: what was validated late, or is not validated though `today` is later. Who withdrew before owes none.
std::vector<ChosenIndicator> late_validations(const Book& book, Day today);

// The same day of the month, or its last, so many months later.
Day months_after(Day day, int months);

}  // namespace ipep
