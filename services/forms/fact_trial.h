// FactTrial: what recording one fact would do, before it is recorded: what refuses it, what stands out, and the euros
// it moves, of years that are settled and of what each groupement is owed.
//
// Shape:   judged as the recording would be, and undone. A year it changes is settled again in memory, with every later
//          one, as `settle` would do; a fact about a year settles from that year on.
// Cost:    one settlement of the years that stand.
// Source:  specification §11; contract, `append --dry-run`.
#pragma once

#include "ledger/year.h"
#include "services/forms/fact_form.h"
#include "services/ledger/ledger_service.h"
#include "services/sheets/import_answer.h"

namespace ipep::forms {

// What a groupement is owed, less what it was paid too much.
struct OwedChange {
    GroupementId groupement;
    Money before, after;
};

struct FactTrial {
    std::vector<FieldRefusal> refused;
    bool is_known = false;                // recorded before, by the same words
    std::vector<std::string> stands_out;  // what takes a reason
    std::optional<ResultYear> again;      // the first year that would be settled again
    std::optional<Rejection> unsettled;   // why that would not be possible
    std::vector<sheets::DueAhead> due;    // that would change
    std::vector<OwedChange> owed;         // at once, without a settlement
    std::string mark;                     // two trials with one mark would do the same
};

// Afterwards what book() and views() gave before has ended.
FactTrial try_fact(LedgerService& ledger, const RecordFact& command, const PersonId& person);

}  // namespace ipep::forms
