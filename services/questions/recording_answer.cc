#include "services/questions/recording_answer.h"

#include <boost/json.hpp>

#include "services/answers/figures.h"
#include "services/words/evidence_words.h"
#include "services/words/wording.h"

namespace ipep {

namespace {

namespace json = boost::json;

}  // namespace

json::object append_answer(const AppendResult& result) {
    json::object answer{{"appended", result.appended}, {"repeated", result.repeated}, {"position", result.position}};
    json::array warnings;
    for (const AppendWarning& one : result.warnings) {
        json::object told{{"key", one.key.text},
                          {"code", "few_answers"},
                          {"detail", few_answers_sentence(one.evidence)},
                          {"groupement", one.evidence.groupement.text},
                          {"year", one.evidence.year.number}};
        if (one.evidence.indicator) told["indicator"] = one.evidence.indicator->text;
        warnings.push_back(std::move(told));
    }
    if (!warnings.empty()) answer["warnings"] = std::move(warnings);
    return answer;
}

json::object trial_answer(const Trial& trial) {
    json::object answer = append_answer(trial.result);
    json::array errors;
    for (const Rejection& one : trial.refused) errors.push_back(rejection_answer(one, spoken_sentence(one)));
    answer["errors"] = std::move(errors);
    return answer;
}

}  // namespace ipep
