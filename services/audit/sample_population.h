// SamplePopulation: the amounts an auditor may draw from, by the reference that `explain` or `events` takes.
//
// Shape:  due:  settlement/YEAR/GROUPEMENT/due of each latest revision, seedCredit/GROUPEMENT as granted.
//         paid: each order whose transfer left and did not come back, by its number; takenOver/POSITION, what was paid
//         before the ledger and confirmed last at that position.
// Source: events/README.md, "A sample".
#pragma once

#include <map>
#include <string>

#include "events/store.h"
#include "ledger/money.h"

namespace ipep {

using Amounts = std::map<std::string, Money>;  // in byte order

// In the state after `at` events.
Amounts amounts_due(const Store& store, std::uint64_t at);
Amounts amounts_paid(const Store& store, std::uint64_t at);

}  // namespace ipep
