// History answers: how an amount came to be and changed, two states beside each other, lists of doubt, other rules.
//
// Shape:  of the groups the reader is shown; sums of a simulation are of all.
// Source: contract, "Histories", `explain`.
#pragma once

#include <boost/json/fwd.hpp>

#include "projections/derivation.h"
#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/histories/histories_answer.h"
#include "services/questions/explaining.h"
#include "services/questions/explanation_notes.h"
#include "services/questions/supposing.h"

namespace ipep {

struct ExplanationShown {
    std::string reference;
    int depth = kWholeDerivation;
    Derivation derivation;
    ExplanationNotes notes;
};
Verdict<Answer<ExplanationShown>> answer(Asking& asking, const questions::Explain& question);
boost::json::object document(const ExplanationShown& value);

Verdict<Answer<AmountHistory>> answer(Asking& asking, const questions::History& question);
boost::json::object document(const AmountHistory& value);

struct DifferenceShown {
    Position before = 0, after = 0;
    StateDifference difference;
};
Verdict<Answer<DifferenceShown>> answer(Asking& asking, const questions::Diff& question);
boost::json::object document(const DifferenceShown& value);

struct ReviewShown {
    ReviewList list;
    std::string name;  // of the list, as it was asked for
    std::vector<ReviewedAmount> amounts;
};
struct ReadingsShown {
    std::vector<ReadingWorth> worths;
};
struct LateShown {
    std::vector<ChosenIndicator> late;
};
struct StaleShown {
    std::vector<StaleYear> years;
};
Verdict<Answer<std::variant<ReviewShown, ReadingsShown, StaleShown, LateShown>>> answer(
    Asking& asking, const questions::Review& question);
boost::json::object document(const ReviewShown& value);
boost::json::object document(const ReadingsShown& value);
boost::json::object document(const StaleShown& value);
boost::json::object document(const LateShown& value);

struct SimulationShown {
    Supposition supposition;
    Simulation simulation;
    std::map<Year, Money> recorded;  // what is due of each settled year as recorded
    std::optional<Sweep> sweep;
    std::vector<SweepPoint> points;  // of the sweep
};
Verdict<Answer<SimulationShown>> answer(Asking& asking, const questions::Simulate& question);
boost::json::object document(const SimulationShown& value);

}  // namespace ipep
