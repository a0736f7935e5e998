#include "services/console/rights.h"

#include "ledger/about.h"

namespace ipep {
namespace {

std::string word_of(Role role) {
    switch (role) {
        case Role::cnam: return "Cnam";
        case Role::director: return tr("director");
        case Role::dcf: return tr("DCF");
        case Role::auditor: return tr("auditor");
        case Role::evaluator: return tr("evaluator");
        case Role::admin: break;
    }
    return tr("administrator");
}

bool is_held_by(const RoleHeld& held, const PersonId& person) {
    return held.revokedAt == 0 && held.granted.person == person;
}

}  // namespace

bool Rights::has(Right right) const {
    const CommonPage& common = book_.common();
    return has(right, CpamId{}) || std::ranges::any_of(common.roles, [&](const RoleHeld& held) {
               return held.granted.cpam && is_held_by(held, person_) && has(right, *held.granted.cpam);
           });
}

std::optional<CpamId> Rights::cpam_of(const Event& event) const {
    const About named = about(event.body);
    if (named.groupement) return cpam_of(*named.groupement);
    return named.person ? std::nullopt : named.cpam;  // who has a role is told to whoever reads any amounts
}

bool Rights::reads(const Event& event) const {
    const auto cpam = cpam_of(event);
    return cpam ? has(Right::read_amounts, *cpam) : has(Right::read_amounts);
}

Verdict<> Rights::check(const Event& event) const {
    if (reads(event)) return {};
    return check(Right::read_amounts, cpam_of(event).value_or(CpamId{}));
}

Right Rights::right_of(Section section) { return section == Section::integrity ? Right::verify : Right::read_amounts; }

Verdict<> Rights::check(Section section) const {
    if (opens(section)) return {};
    return check(right_of(section), CpamId{});
}

CpamId Rights::cpam_of(const GroupementId& groupement) const {
    const GroupPage* page = book_.find(groupement);
    return page ? page->admission.value.cpam : CpamId{};
}

std::string Rights::roles() const {
    std::string text;
    for (const RoleHeld& held : book_.common().roles) {
        if (!is_held_by(held, person_)) continue;
        text += (text.empty() ? "" : ", ") + word_of(held.granted.role);
        if (held.granted.cpam) text += " CPAM " + held.granted.cpam->text;
    }
    return text;
}

}  // namespace ipep
