// History answers: how an amount came to be and changed, two states beside each other, lists of doubt.
//
// Shape:  of the groups the reader is shown.
// Source: contract, "Histories", `explain`.
#pragma once

#include <boost/json/fwd.hpp>

#include "projections/derivation.h"
#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/histories/histories_answer.h"
#include "services/questions/explaining.h"
#include "services/questions/explanation_notes.h"

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

}  // namespace ipep
