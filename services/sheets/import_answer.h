// ImportAnswer: what came of a spreadsheet, as JSON.
//
// Source: contract, "Second edition", `import`: appended, repeated, position, errors, warnings; the rest is added.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/sheets/sheet_import.h"

namespace ipep::sheets {

boost::json::object import_answer(const SheetImport& import, const Book& before);

// One amount due that would change.
struct DueAhead {
    GroupementId groupement;
    Year year = 0;
    Money before, after;
};
std::vector<DueAhead> due_ahead(const Book& before, const std::vector<Draft>& drafts);

}  // namespace ipep::sheets
