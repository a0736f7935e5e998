#include "services/answers/history_answers.h"

#include <boost/json.hpp>

#include "events/fact_json.h"
#include "ledger/reference.h"
#include "services/questions/explanation_answer.h"
#include "services/reader/explanation_sight.h"
#include "services/words/explanation_words.h"
#include "services/words/language.h"

namespace ipep {
namespace {

namespace json = boost::json;

constexpr int kLevelsShown = 4;  // of a derivation, where nobody says how many

ReviewList list_named(const std::string& name) {
    if (name == "assumed") return ReviewList::assumed;
    return name == "unsourced" ? ReviewList::unsourced : ReviewList::corrected;
}

using Reviewed = std::variant<ReviewShown, ReadingsShown, StaleShown, LateShown>;

ReadingsShown readings_of(const LedgerService& ledger, const Reader& reader, const ReviewFilter& filter,
                          const Patience& patience) {
    const auto is_shown = [&](const GroupementId& id) {
        return reader.sees(id) && (!filter.groupement || *filter.groupement == id);
    };
    return {of_groups(worth_of_readings(ledger.book(), filter.year, patience), is_shown)};
}

}  // namespace

Verdict<Answer<ExplanationShown>> answer(Asking& asking, const questions::Explain& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    const bool is_brief = asking.is_brief() && !question.full;
    const int whole = is_brief ? kLevelsShown : kWholeDerivation;
    const int depth = question.full ? whole : question.depth.value_or(whole);
    Derivation derivation = IPEP_TRY(
        explain(ledger->store(), ledger->views(), question.reference, {depth, is_brief ? kInputsShown : SIZE_MAX}));
    derivation.root = seen_by(derivation.root, asking.asks(*ledger));
    const auto reference = Reference::parse(question.reference);
    const bool is_of_year = reference && reference->kind == Reference::Kind::settlement;
    auto notes = notes_of(*ledger, *derivation.root, is_of_year ? std::optional(reference->year) : std::nullopt);
    return Answer(ExplanationShown{question.reference, depth, std::move(derivation), std::move(notes)}, *ledger);
}

json::object document(const ExplanationShown& value) {
    return explanation_answer(*value.derivation.root, value.derivation.rules, value.notes, value.depth);
}

Verdict<Answer<AmountHistory>> answer(Asking& asking, const questions::History& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    return Answer(IPEP_TRY(amount_history(ledger->store(), ledger->views(), question.reference)), *ledger);
}

json::object document(const AmountHistory& value) { return history_answer(value); }

Verdict<Answer<DifferenceShown>> answer(Asking& asking, const questions::Diff& question) {
    asking.at_head_alone(tr("diff takes its two states as arguments, not --as-of"));
    const auto ledger = IPEP_TRY(asking.reader());
    const Position before = IPEP_TRY(ledger->position_at(parse_as_of(question.before)));
    const Position after = IPEP_TRY(ledger->position_at(parse_as_of(question.after)));
    StateDifference difference = state_difference(ledger->store(), before, after);
    return Answer(DifferenceShown{before, after, shown_to(asking.asks(*ledger), std::move(difference))}, *ledger);
}

json::object document(const DifferenceShown& value) { return difference_answer(value.difference); }

Verdict<Answer<Reviewed>> answer(Asking& asking, const questions::Review& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    ReviewFilter filter{{}, question.year};
    if (!question.groupement.empty()) filter.groupement = IPEP_TRY(ledger->known_groupement(question.groupement));
    const Reader& reader = asking.asks(*ledger);
    if (question.list == "stale") {
        auto years = stale_of(stale_years(ledger->store(), ledger->book(), filter.year), filter.groupement);
        return Answer(Reviewed(StaleShown{shown_to(reader, std::move(years))}), *ledger);
    }
    if (question.list == "late") {
        auto late = late_validations(ledger->book(), ledger->world().today());
        std::erase_if(late, [&](const ChosenIndicator& one) {
            return !reader.sees(one.groupement) || (filter.groupement && *filter.groupement != one.groupement);
        });
        return Answer(Reviewed(LateShown{std::move(late)}), *ledger);
    }
    if (question.list == "readings")
        return Answer(Reviewed(readings_of(*ledger, reader, filter, ledger->store().patience())), *ledger);
    const ReviewList list = list_named(question.list);
    auto amounts = IPEP_TRY(review(ledger->store(), ledger->views(), list, filter));
    return Answer(Reviewed(ReviewShown{list, question.list, shown_to(reader, std::move(amounts))}), *ledger);
}

json::object document(const ReviewShown& value) { return review_answer(value.name, value.amounts); }
json::object document(const ReadingsShown& value) { return readings_answer(value.worths); }
json::object document(const StaleShown& value) { return stale_answer(value.years); }
json::object document(const LateShown& value) { return late_answer(value.late); }

}  // namespace ipep
