#include "services/histories/panel/descriptions.h"

namespace ipep::panel {
namespace {

constexpr int kFewest = 3;

struct Shared {
    ResultYear first_year = 0;
    std::int64_t wave = 0;
    std::string region, legal_form;
    auto operator<=>(const Shared&) const = default;
};

}  // namespace

Descriptions::Descriptions(const Book& book, bool hide) {
    if (!hide) return;
    others_ = {.name = false, .region = false, .legal_form = false};
    std::map<Shared, int> both, region, legal_form;
    const auto told = [](const GroupementAdmitted& one, bool with_region, bool with_form) {
        return Shared{one.firstYear, one.wave, with_region ? one.region : "", with_form ? one.legalForm : ""};
    };
    const std::vector<GroupementId> ids = book.groupements();
    for (const GroupementId& id : ids) {
        const GroupementAdmitted& one = book.find(id)->admission.value;
        ++both[told(one, true, true)];
        ++region[told(one, true, false)];
        ++legal_form[told(one, false, true)];
    }
    for (const GroupementId& id : ids) {
        const GroupementAdmitted& one = book.find(id)->admission.value;
        const bool is_shared = both[told(one, true, true)] >= kFewest;
        const bool by_region = is_shared || region[told(one, true, false)] >= kFewest;
        const bool by_form = is_shared || (!by_region && legal_form[told(one, false, true)] >= kFewest);
        known_[id] = {.name = false, .region = by_region, .legal_form = by_form};
    }
}

const Described& Descriptions::of(const GroupementId& groupement) const {
    const auto known = known_.find(groupement);
    return known == known_.end() ? others_ : known->second;
}

}  // namespace ipep::panel
