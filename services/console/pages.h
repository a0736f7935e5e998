// Pages of the console: each takes a visit and gives the whole answer.
#pragma once

#include "services/console/visit.h"
#include "services/verification.h"

namespace ipep {

ConsolePage dashboard(const Visit& visit);
ConsolePage groupements(const Visit& visit);
ConsolePage groupement(const Visit& visit, const GroupementId& id);
ConsolePage settlements(const Visit& visit);
ConsolePage settlement(const Visit& visit, Year year);
// `warning`: why it was not done when it was asked for.
ConsolePage settlement_preview(const Visit& visit, Year year, const std::string& warning = {});
ConsolePage settle(const Visit& visit, Year year);
ConsolePage trail_search(const Visit& visit);
ConsolePage trail(const Visit& visit, const std::string& reference);
ConsolePage trail_proof(const Visit& visit, const std::string& reference);
ConsolePage journal(const Visit& visit);
ConsolePage journal_event(const Visit& visit, Position position);
ConsolePage rules(const Visit& visit);

// The last verification run from the console since the program started.
struct LastVerification {
    std::int64_t at = 0;  // microseconds since 1970, UTC
    PersonId by;
    Verification result;
};
ConsolePage integrity(const Visit& visit, const std::optional<LastVerification>& last);

// How far a groupement is: "in progress", "left after 2021".
std::string standing(const Book& book, const GroupPage& page);

}  // namespace ipep
