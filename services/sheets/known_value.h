// KnownValue: what the ledger has of a measure already: a year's own value, the one of the year before, the peers'.
//
// Shape: the text as it was recorded; empty where nothing is known.
#pragma once

#include "ledger/book.h"
#include "ledger/year.h"
#include "services/sheets/measure.h"

namespace ipep::sheets {

// What a value is of. What a measure has none of is empty, or 0.
struct Subject {
    GroupementId groupement;
    ResultYear year = 0;
    IndicatorId indicator;
};

// What a fact is of, where it names any of it.
Subject subject_of(const Fact& fact);

std::string known_value(const Book& book, const Measure& measure, const Subject& subject);

}  // namespace ipep::sheets
