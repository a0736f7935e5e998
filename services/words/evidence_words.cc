#include "services/words/evidence_words.h"

#include "services/ledger/surroundings.h"
#include "services/words/language.h"

namespace ipep {

std::string spoken_evidence(const MeasureEvidence& evidence) {
    std::string text;
    const auto add = [&](const std::string& part) {
        text += (text.empty() ? "" : language() == Language::french ? " ; " : "; ") + part;
    };
    if (evidence.numerator && evidence.denominator)
        add(shown_decimal(evidence.numerator->text) + " / " + shown_decimal(evidence.denominator->text));
    else if (evidence.numerator)
        add(fill(tr("numerator {value}"), {{"value", shown_decimal(evidence.numerator->text)}}));
    else if (evidence.denominator)
        add(fill(tr("denominator {value}"), {{"value", shown_decimal(evidence.denominator->text)}}));
    if (evidence.nationalAverage)
        add(fill(tr("national average {value}"), {{"value", shown_decimal(evidence.nationalAverage->text)}}));
    if (evidence.questionnaire) add(fill(tr("questionnaire {version}"), {{"version", *evidence.questionnaire}}));
    if (evidence.sent) add(fill(tr("{count} sent"), {{"count", shown_count(*evidence.sent)}}));
    if (evidence.answered) add(fill(tr("{count} answered"), {{"count", shown_count(*evidence.answered)}}));
    if (evidence.extractedOn) add(fill(tr("extracted on {day}"), {{"day", shown(*evidence.extractedOn)}}));
    if (evidence.suppliedBy) add(fill(tr("supplied by {whom}"), {{"whom", *evidence.suppliedBy}}));
    if (evidence.definitionSha256)
        add(fill(tr("definition {digest}…"), {{"digest", evidence.definitionSha256->substr(0, 8)}}));
    return text;
}

std::string few_answers_sentence(const MeasureEvidence& evidence) {
    if (!evidence.has_few_answers()) return {};
    return fill(tr("Only {answered} answers: a questionnaire counts from {least} on."),
                {{"answered", shown_count(*evidence.answered)}, {"least", shown_count(surroundings().least_answers)}});
}

}  // namespace ipep
