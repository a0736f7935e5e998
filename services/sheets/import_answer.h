// ImportAnswer: what came of a spreadsheet, as JSON.
//
// Source: contract, "Second edition", `import`: appended, repeated, position, errors, warnings; the rest is added.
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/year.h"
#include "services/sheets/sheet_import.h"

namespace ipep::sheets {

// One amount due that would change.
struct DueAhead {
    GroupementId groupement;
    ResultYear year = 0;
    Money before, after;
};
std::vector<DueAhead> due_ahead(const Book& before, const std::vector<Draft>& drafts);
// What the ledger held before: of each value given, in their order, that of the year before; what the settlement that
// would follow changes.
struct KnownBefore {
    std::vector<std::string> values;
    std::vector<DueAhead> due;
};
KnownBefore known_before(const SheetImport& import, const Book& before);

boost::json::object import_answer(const SheetImport& import, const KnownBefore& before);

}  // namespace ipep::sheets
