// Simulation answers: what would have happened otherwise, with its sweep, grid, draws or break-even.
//
// Shape:  of the groups the reader is shown; sums are of all. Facts that are refused are the answer, each with its
//         line, and nothing is simulated.
// Errors: what is left out, supposed of or asked about one groupement takes a reader who is shown it: the difference
//         of two sums would tell its amounts.
// Source: contract, `simulate`.
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/year.h"
#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/histories/simulation_answer.h"
#include "services/questions/supposing.h"

namespace ipep {

struct SimulationShown {
    Supposition supposition;
    std::vector<std::string> settings;  // as they were asked for
    Simulation simulation;
    std::map<ResultYear, Money> recorded;  // what is due of each settled year as recorded
    std::vector<Sweep> sweeps;
    std::vector<SweepPoint> points;  // of the sweeps
    std::optional<Drawn> drawn;
    std::optional<std::pair<BreakEvenPlan, BreakEven>> break_even;
};
struct FactsRefused {
    std::vector<Rejection> refused;  // by line
};
// The texts of the files that the question names, empty where it names none.
struct SuppositionTexts {
    std::string rules, facts;
};
// What the command, the API and the console show of a question, over a state of the ledger. Errors: WrongUsage too.
Verdict<std::variant<SimulationShown, FactsRefused>> simulation_of(LedgerService& ledger, const Book& book,
                                                                   const Reader& reader,
                                                                   const questions::Simulate& question,
                                                                   const SuppositionTexts& texts);

Verdict<Answer<std::variant<SimulationShown, FactsRefused>>> answer(Asking& asking,
                                                                    const questions::Simulate& question);
boost::json::object document(const SimulationShown& value);
boost::json::object document(const FactsRefused& value);

// Whatever of it is a table.
std::string csv_of(const SimulationShown& value);

}  // namespace ipep
