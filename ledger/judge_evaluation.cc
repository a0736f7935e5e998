#include "ledger/judge_evaluation.h"

#include <algorithm>
#include <set>

#include "ledger/judging.h"

namespace ipep {
namespace {

template <class Fact>
Verdict<> stated_once(const Book& book, const Fact& fact, bool correcting, std::string subject) {
    const Stated* known = book.find(subject_of(fact));
    if (!known || correcting) return {};
    return duplicate(std::move(subject), known->position);
}

}  // namespace

Verdict<> judge_evaluation(const Book& book, const ObservationRecorded& fact, bool correcting) {
    if (fact.groupement) IPEP_TRY(known_group(book, *fact.groupement));
    std::string subject = fact.population + ", " + to_text(fact.year) + ", " + fact.measure;
    if (fact.groupement) subject += ", " + fact.groupement->text;
    return stated_once(book, fact, correcting, std::move(subject));
}

Verdict<> judge_evaluation(const Book& book, const GroupementDescribed& fact, bool) {
    IPEP_TRY(known_group(book, fact.groupement));
    if (fact == GroupementDescribed{.groupement = fact.groupement})
        return refuse(code::description_empty, {{"groupement", fact.groupement.text}});
    if (fact.referringPhysicians) IPEP_TRY(count_within("referringPhysicians", *fact.referringPhysicians, 1));
    if (fact.professionals) IPEP_TRY(count_within("professionals", *fact.professionals, 0));
    return {};
}

Verdict<> judge_evaluation(const Book& book, const AdjustmentModelAdopted& fact, bool correcting) {
    const auto known = book.common().models.find(fact.model);
    if (known != book.common().models.end() && !correcting) return duplicate(fact.model.text, known->second.position);
    const auto contradicts = [&](const char* what) {
        return refuse(code::model_contradicts, {{"model", fact.model.text}, {"what", what}});
    };
    IPEP_TRY(is_digest("sha256", fact.sha256));
    if (to_exact(fact.adjustedR2) > 1) return contradicts("adjustedR2 is above 1");
    if (fact.variables.empty()) return contradicts("it names no variables");
    if (std::set<std::string>(fact.variables.begin(), fact.variables.end()).size() != fact.variables.size())
        return contradicts("it names a variable twice");
    return {};
}

Verdict<> judge_evaluation(const Book& book, const AmendmentOpinionGiven& fact, bool correcting) {
    IPEP_TRY(known_group(book, fact.groupement));
    return stated_once(book, fact, correcting, fact.groupement.text + ' ' + fact.rules.text);
}

Verdict<> judge_evaluation(const Book& book, const ChosenIndicatorValidated& fact, bool correcting) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    const bool is_chosen = page.chosen && std::ranges::find(page.chosen->value.indicators, fact.indicator) !=
                                              page.chosen->value.indicators.end();
    if (!is_chosen)
        return refuse(code::indicator_not_chosen,
                      {{"groupement", fact.groupement.text}, {"indicator", fact.indicator.text}});
    const auto known =
        std::ranges::find_if(page.validated, [&](const auto& one) { return one.value.indicator == fact.indicator; });
    if (known == page.validated.end() || correcting) return {};
    return duplicate(fact.groupement.text + ' ' + fact.indicator.text, known->position);
}

Verdict<> judge_evaluation(const Book& book, const EngagementSigned& fact, bool correcting) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    if (!page.engagement || correcting) return {};
    return duplicate(fact.groupement.text, page.engagement->position);
}

// CSS L.162-31-1: five years at most.
Verdict<> judge_evaluation(const Book& book, const ExperimentScheduled& fact, bool correcting) {
    const auto& known = book.common().schedule;
    if (known && !correcting) return duplicate("experiment", known->position);
    const std::string from = to_text(fact.from), until = to_text(fact.until);
    const ResultYear last = year_of(fact.from) + 5;
    const bool is_within = until < to_text(last) + from.substr(4);
    if (fact.from <= fact.until && is_within) return {};
    return refuse(code::duration_out_of_range, {{"from", from}, {"until", until}});
}

}  // namespace ipep
