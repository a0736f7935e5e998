#include "ledger/authority.h"

#include "ledger/about.h"
#include "ledger/code.h"
#include "ledger/guard.h"

namespace ipep {
namespace {

struct RightText {
    Right right;
    std::string_view phrase;
    std::vector<Role> roles;
    bool of_cpam;  // a role granted for one CPAM gives it there only
};

const RightText& text_of(Right right) {
    using enum Role;
    static const std::vector<RightText> all = {
        {Right::record_results, "record or settle results", {cnam}, false},
        {Right::record_agreements, "record agreements, roadmaps, payees and write-offs", {director}, true},
        {Right::order, "order, requisition or cancel payments", {director}, true},
        {Right::pay, "approve or issue payments, read bank files or close months", {dcf}, true},
        {Right::read_amounts, "read amounts and results", {cnam, director, dcf, auditor, evaluator}, true},
        {Right::read_payees, "read names and accounts of payees", {director, dcf, auditor}, true},
        {Right::verify, "verify, prove or export the audit pack", {cnam, director, dcf, auditor, admin}, false},
        {Right::administer, "manage roles, keys, backups and erasures", {admin}, false},
    };
    return *std::ranges::find(all, right, &RightText::right);
}

bool holds(const RoleHeld& held, const PersonId& person) {
    return held.revokedAt == 0 && held.granted.person == person;
}

bool covers(const RoleGranted& granted, const CpamId& cpam) { return !granted.cpam || *granted.cpam == cpam; }

// A correction is guarded as what it corrects.
const Guard& guard_for(const Fact& fact) {
    const auto* correction = std::get_if<FactCorrected>(&fact);
    return guard_of(correction ? correction->fact.index() : fact.index());
}

// The CPAM of the group a fact is about; empty where that is none that is known.
CpamId cpam_of(const Book& book, const Fact& fact) {
    const auto groupement = about(fact).groupement;
    const GroupState* page = groupement ? book.find(*groupement) : nullptr;
    return page ? page->admission.value.cpam : CpamId{};
}

}  // namespace

// Facts that a CPAM records name a groupement, whose CPAM it is.
Right right_of(Role role) {
    switch (role) {
        case Role::director: return Right::record_agreements;
        case Role::dcf: return Right::pay;
        case Role::admin: return Right::administer;
        case Role::cnam:
        case Role::auditor:
        case Role::evaluator:
        case Role::groupement: break;
    }
    return Right::record_results;
}

bool may(const CommonState& common, const PersonId& person, Right right, const CpamId& cpam) {
    if (!common.roles_in_force()) return true;
    const RightText& text = text_of(right);
    return std::ranges::any_of(common.roles, [&](const RoleHeld& held) {
        return holds(held, person) && std::ranges::find(text.roles, held.granted.role) != text.roles.end() &&
               (!text.of_cpam || covers(held.granted, cpam));
    });
}

Verdict<> authorize(const CommonState& common, const PersonId& person, Right right, const CpamId& cpam) {
    if (may(common, person, right, cpam)) return {};
    std::string roles;
    for (const Role role : text_of(right).roles)
        roles += (roles.empty() ? "" : ", ") + std::string(boost::describe::enum_to_string(role, ""));
    if (text_of(right).of_cpam && !cpam.text.empty()) roles += " (CPAM " + cpam.text + ')';
    return refuse(code::not_allowed, {{"person", person.text.empty() ? "-" : person.text},
                                      {"what", std::string(text_of(right).phrase)},
                                      {"roles", roles}});
}

const std::vector<Role>& roles_giving(Right right) { return text_of(right).roles; }

Right right_for(const Fact& fact) { return right_of(guard_for(fact).roles.front()); }

Verdict<> authorize(const Book& book, const PersonId& person, const Fact& fact) {
    const CpamId cpam = cpam_of(book, fact);
    for (const Role role : guard_for(fact).roles)
        if (may(book.common(), person, right_of(role), cpam)) return {};
    return authorize(book.common(), person, right_for(fact), cpam);
}

bool has_role(const CommonState& common, const PersonId& person) {
    return std::ranges::any_of(common.roles, [&](const RoleHeld& held) { return holds(held, person); });
}

std::optional<Money> ceiling_of(const CommonState& common, const PersonId& person, Role role, const CpamId& cpam) {
    std::optional<Money> ceiling;
    for (const RoleHeld& held : common.roles) {
        if (!holds(held, person) || held.granted.role != role || !covers(held.granted, cpam)) continue;
        if (!held.granted.ceiling) return std::nullopt;
        ceiling = std::max(ceiling.value_or(Money()), *held.granted.ceiling);
    }
    return ceiling;
}

}  // namespace ipep
