#include "ledger/description.h"

#include <algorithm>

namespace ipep {
namespace {

template <class Held, class Said>
void take(Held& held, const std::optional<Said>& said) {
    if (said) held = *said;
}

}  // namespace

Description described_on(const GroupState& page, Day on) {
    const GroupementAdmitted& admitted = page.admission.value;
    Description what{.name = admitted.name,
                     .legalForm = admitted.legalForm,
                     .region = admitted.region,
                     .referringPhysicians = admitted.referringPhysicians,
                     .holder = {},
                     .professionals = {},
                     .hospital = {},
                     .themes = {}};
    std::vector<const Noted<GroupementDescribed>*> said;
    for (const DescribedSince& one : page.descriptions)
        if (one.noted.on <= on) said.push_back(&one.noted);
    std::ranges::stable_sort(said, {}, [](const auto* one) { return one->on; });
    for (const auto* one : said) {
        const GroupementDescribed& fact = one->value;
        take(what.name, fact.name);
        take(what.legalForm, fact.legalForm);
        take(what.region, fact.region);
        take(what.referringPhysicians, fact.referringPhysicians);
        take(what.holder, fact.holder);
        take(what.professionals, fact.professionals);
        take(what.hospital, fact.hospital);
        take(what.themes, fact.themes);
    }
    return what;
}

Description described(const GroupState& page) { return described_on(page, Day{INT32_MAX}); }

}  // namespace ipep
