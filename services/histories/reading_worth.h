// ReadingWorth: what a reading of the rules is worth: for each parameter that can be read otherwise, the euros that
// each alternative moves, per groupement and in all, over the recorded history.
//
// Shape:   parameters as the sources of the rules in force bring them (projections/edition), by path. An alternative is
//          taken for every edition that has the value in doubt; the history is settled again with it alone.
// Units:   euros and cents: Σ due and the seed credits, with the alternative less as recorded.
// Errors:  none of its own: an alternative that cannot be settled carries its refusal.
// Source:  specification head ("contradictory"), §17; contract, `review readings`.
#pragma once

#include "ledger/year.h"
#include "projections/edition.h"
#include "services/histories/simulation.h"

namespace ipep {

struct AlternativeWorth {
    std::string value;  // as JSON
    std::optional<Rejection> refused;
    Money moved;
    std::map<GroupementId, Money> groups;  // those it moves something of
};

struct ReadingWorth {
    OpenReading reading;
    std::string value;  // as adopted last
    std::vector<AlternativeWorth> alternatives;
};

// `year`: only what moves in this result year; without it, all years and the seed credits.
std::vector<ReadingWorth> worth_of_readings(const Book& recorded, std::optional<ResultYear> year,
                                            const Patience& patience = {});

// The same of the groups that are wanted alone.
std::vector<ReadingWorth> of_groups(std::vector<ReadingWorth> worths,
                                    const std::function<bool(const GroupementId&)>& wanted);

}  // namespace ipep
