// Simulation: the recorded history settled again under other rules, spending, facts or without some groups, in memory;
// nothing is written.
//
// Shape:   every year from the first is settled once, with all facts known where the book stands, as a fresh ledger
//          would that holds the same facts and adopted these rules last. `years` only chooses what is shown: advances
//          come from the years before.
// Units:   euros and cents. savings = Σ evolution × patients (exact, then rounded to the cent), incentives = Σ due.
// Errors:  what refuses the supposition (supposed_book.h); nothing_to_simulate, facts_missing, no_groupement,
//          amount_out_of_range.
// Threads: reads the book it is given and nothing else; needs no writer.
// Source:  contract, `simulate`; CDC 2019 §3 (phase 1 owes the groups a simulation), §9 (break-even of 0.5 %).
#pragma once

#include <boost/json.hpp>

#include "ledger/patience.h"
#include "ledger/year.h"
#include "projections/settlements.h"
#include "services/histories/supposed_book.h"

namespace ipep {

// A figure of a group's row that comes out differently; null where one side has no row.
struct FigureDifference {
    GroupementId groupement;
    ResultYear year = 0;
    std::string field;
    boost::json::value before, after;
};

struct SchemeYear {
    ResultYear year = 0;
    Money savings, incentives;
    Money balance() const { return savings - incentives; }
};

struct Simulation {
    std::vector<Settlement> settlements;        // position 0: they are not in the log
    std::vector<FigureDifference> differences;  // by year, groupement, field as the row has them
    std::vector<SchemeYear> scheme;

    SchemeYear total() const;
};

// `patience` is asked before each year.
Verdict<Simulation> simulate(const Book& recorded, const Supposition& supposition, const Patience& patience = {});

// From the first result year of all; up to the last one wanted, settled, or, where none is settled, complete.
YearRange years_to_settle(const Book& recorded, const Book& supposed, const Supposition& supposition);

// The year settled in a book of suppositions, which takes it in.
Verdict<Settlement> settle_next(Book& supposed, ResultYear year);

// Σ evolution × patients of a year that is settled there, from the facts themselves: the rows only show six decimals.
Money savings_of(const Book& supposed, const Settlement& settlement);

// Where two rows of one groupement and year differ; either may be absent. Added behind `found`.
void compare_rows(ResultYear year, const GroupementId& groupement, const SettledRow* before, const SettledRow* after,
                  std::vector<FigureDifference>& found);

}  // namespace ipep
