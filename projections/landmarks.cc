#include "projections/landmarks.h"

#include "events/codec.h"
#include "ledger/about.h"
#include "projections/kept_versions.h"
#include "projections/past.h"
#include "projections/row.h"

namespace ipep {
namespace {

std::optional<LandmarkKind> kind_of_landmark(const Body& body) {
    using enum LandmarkKind;
    if (std::holds_alternative<YearSettled>(body)) return settled;
    if (std::holds_alternative<RulesAdopted>(body)) return rules;
    if (std::holds_alternative<FactCorrected>(body)) return corrected;
    if (std::holds_alternative<AmendmentOpinionGiven>(body)) return amended;
    return std::nullopt;
}

}  // namespace

std::optional<Landmark> landmark_of(const Event& event) {
    const auto kind = kind_of_landmark(event.body);
    if (!kind) return std::nullopt;
    const About subject = about(event.body);
    Landmark mark{
        .position = event.position, .recordedAt = event.recordedAt, .kind = *kind, .year = subject.year, .of = {}};
    if (subject.groupement) mark.of = subject.groupement->text;
    if (const auto* year = std::get_if<YearSettled>(&event.body)) mark.revision = year->revision;
    if (const auto* adopted = std::get_if<RulesAdopted>(&event.body)) mark.of = adopted->rules.text;
    return mark;
}

std::vector<Landmark> landmarks(const Store& store, Position until) {
    std::vector<Landmark> found;
    const Position kept = std::min(versions_kept(store), until);
    for (const auto& [position, bytes] : versions_of(store, kPastLandmarks, "", kept))
        found.push_back(decode_row<Landmark>(bytes));
    store.scan(kept + 1, until + 1, [&](Position position, const Record& record) {
        if (auto mark = landmark_of(read_event(position, record.payload))) found.push_back(std::move(*mark));
        return true;
    });
    return found;
}

}  // namespace ipep
