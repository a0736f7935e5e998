// Experiment: made-up facts in the shape of the real one, of any size; the same for the same size.
//
// Shape:  every groupement is admitted at once, signs, is assessed, sends its roadmap and chooses three indicators;
//         then each year all is measured. Values come from a hash of groupement, year and indicator; accounts check.
// Source: rules and kinds as in the contract; the figures mean nothing.
#pragma once

#include "ledger/command.h"

namespace ipep::bench {

struct Experiment {
    std::int64_t groupements = 0;
    int years = 5;          // result years, from kFirstYear
    std::string cpam = {};  // of every groupement; where empty, one of a hundred

    static constexpr int kFirstYear = 2019;
    int last_year() const { return kFirstYear + years - 1; }

    std::vector<RecordFact> common() const;                           // rules, budgets, targets, thresholds
    std::vector<RecordFact> founding(std::int64_t groupement) const;  // and the year before the first
    std::vector<RecordFact> measured(std::int64_t groupement, int year) const;
};

GroupementId groupement_id(std::int64_t groupement);
std::string made_up_iban(std::int64_t account);

// The first `count` facts of an experiment that is large enough, cut into commits of `per_commit`.
std::vector<std::vector<RecordFact>> first_facts(std::size_t count, std::size_t per_commit);

// A fact as a line of JSON, as users send it.
std::string json_line(const RecordFact& fact);

}  // namespace ipep::bench
