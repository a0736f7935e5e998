#include "services/console/rights.h"

namespace ipep {

std::string word_of(Role role) {
    switch (role) {
        case Role::cnam: return "Cnam";
        case Role::director: return tr("director");
        case Role::dcf: return tr("DCF");
        case Role::auditor: return tr("auditor");
        case Role::evaluator: return tr("evaluator");
        case Role::groupement: return tr("Groupement");
        case Role::admin: break;
    }
    return tr("administrator");
}

Verdict<> Rights::check(const Event& event) const {
    if (reads(event)) return {};
    return check(Right::read_amounts, reader_.whose(event).value_or(CpamId{}));
}

Right Rights::right_of(Section section) {
    if (section == Section::record) return Right::record_results;
    return section == Section::integrity || section == Section::persons ? Right::verify : Right::read_amounts;
}

bool Rights::records_any() const {
    using enum Right;
    return has(record_results) || has(record_agreements) || has(pay) || has(administer);
}

Verdict<> Rights::check(Section section) const {
    if (opens(section)) return {};
    return check(right_of(section), CpamId{});
}

CpamId Rights::cpam_of(const GroupementId& groupement) const {
    const GroupState* page = book_.find(groupement);
    return page ? page->admission.value.cpam : CpamId{};
}

std::vector<GroupementId> Rights::own() const {
    std::set<GroupementId> all;
    for (const RoleGranted& role : reader_.roles())
        if (role.groupement && book_.find(*role.groupement)) all.insert(*role.groupement);
    return {all.begin(), all.end()};
}

std::string Rights::roles() const {
    std::string text;
    for (const RoleGranted& role : reader_.roles()) {
        text += (text.empty() ? "" : ", ") + word_of(role.role);
        if (role.cpam) text += " CPAM " + role.cpam->text;
        if (role.groupement) text += ' ' + role.groupement->text;
    }
    return text;
}

}  // namespace ipep
