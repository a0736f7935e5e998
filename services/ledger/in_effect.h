// InEffect: what is in effect at the end of a day, of all that is known at the state a ledger is looked at.
//
// Shape:  a movement counts from its own `on`, a settlement from the day of its revision. A row of balances, statements
//         and the envelope is made when it is asked for: the events that wrote it, found by its versions, are folded
//         again, those of a later day left out. Events behind the last version are looked through once.
// Errors: settlement_absent, revision_absent, where none is in effect.
// Source: specification §17; ops/decisions/0028-the-past.md.
#pragma once

#include "ledger/year.h"
#include "services/ledger/ledger_service.h"

namespace ipep {

// From here on the ledger's views count what is in effect. Precondition: a reader's ledger.
void count_in_effect(LedgerService& ledger, Day day);
// The last revision in effect where none is named; all that is known where no day is.
Verdict<Settlement> settlement_in_effect(LedgerService& ledger, ResultYear year, std::optional<std::int64_t> revision,
                                         std::optional<Day> day);

}  // namespace ipep
