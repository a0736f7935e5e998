#include "events/kept_answers.h"

namespace ipep {

void KeptAnswers::keep_answer(const std::string& name, const std::string& answer) {
    const auto writes = opening_.tables().writes();
    writes->put(kAnswerTable, name, answer);
    opening_.keep(*writes, opening_.mark);
}

std::optional<std::string> KeptAnswers::answer(const std::string& name) const {
    return row_in(opening_.tables().row(kAnswerTable, name));
}

void KeptAnswers::forget_answers(const std::function<bool(std::string_view)>& old) {
    const auto writes = opening_.kept().writes();
    const auto at = opening_.kept().from(kAnswerTable, "");
    for (; at->valid(); at->next()) {
        opening_.options.patience.check();
        if (old(at->value())) writes->erase(kAnswerTable, at->key());
    }
    at->check();
    if (!writes->empty()) opening_.kept().write(*writes, Logged::yes, false);
}

}  // namespace ipep
