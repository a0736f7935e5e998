#include "ledger/stated.h"

namespace ipep {
namespace {

// No text of a fact has a control character, so that no two subjects are one text.
SubjectId joined(std::initializer_list<std::string_view> words) {
    SubjectId subject;
    for (const std::string_view word : words) (subject.text += word) += '\x1f';
    return subject;
}

}  // namespace

SubjectId subject_of(const ObservationRecorded& fact) {
    return joined({"observation", fact.population, to_text(fact.year), fact.measure,
                   fact.groupement ? fact.groupement->text : std::string_view()});
}

SubjectId subject_of(const AmendmentOpinionGiven& fact) {
    return joined({"opinion", fact.groupement.text, fact.rules.text});
}

}  // namespace ipep
