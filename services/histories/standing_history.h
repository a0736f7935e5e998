// StandingHistory: how what stands of a groupement, of a payment year or of the nation changed, event by event.
//
// Shape:   balance/GROUPEMENT[/owed|overpaid|advanceOutstanding], envelope/YEAR[/left or a member of its row],
//          national/YEAR[/due or another national figure]. A revision is an event that changed the value; `because`
//          names it. Of a national figure revisions are those of the settlement, be it changed or not.
// Units:   euros and cents; a national expenditure as it is recorded.
// Errors:  reference_unknown, unknown_groupement, settlement_absent.
// Cost:    the lines of the statement, the versions of the row, or the revisions of the year: no fold of the log.
#pragma once

#include "services/histories/amount_history.h"

namespace ipep {

// Whether the reference names what stands, and no amount that is derived.
bool is_standing(std::string_view reference);
// As known where `views` stand. Precondition: is_standing().
Verdict<AmountHistory> standing_history(const Store& store, Views& views, const std::string& reference);

}  // namespace ipep
