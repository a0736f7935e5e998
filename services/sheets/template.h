// Template: the sheet to fill in: exactly the values a year still waits for, each with its unit and the year before's.
//
// Shape:  one row a value, in blocks of one measure (and indicator) with its groupements below each other, so that a
//         column of another spreadsheet is pasted in one piece. The day is proposed, the value is empty.
// Errors: no_groupement; unknown_cpam. Where nothing is missing there is no row.
// Source: contract, "Second edition"; ops/decisions/0023.
#pragma once

#include "ledger/year.h"
#include "services/reader/reader.h"
#include "services/sheets/known_value.h"

namespace ipep::sheets {

struct ExpectedValue {
    const Measure* measure = nullptr;
    Subject subject;
    std::string name;                 // of the groupement
    std::string before;               // the year before's, as recorded
    std::string indicator_name = {};  // in the year's own rules; else it is called as ever
};

// Of the groupements the reader is shown, of a CPAM where one is named; what is common to all stands with all alone.
Verdict<std::vector<ExpectedValue>> expected_values(const Book& book, const Reader& reader, ResultYear year,
                                                    const CpamId& cpam);

std::string template_csv(const std::vector<ExpectedValue>& values, Day day);
std::string template_xlsx(const std::vector<ExpectedValue>& values, ResultYear year, Day day);

}  // namespace ipep::sheets
