#include "services/reader/reader.h"

#include <algorithm>

#include "events/personal_walk.h"
#include "ledger/about.h"

namespace ipep {
namespace {

bool is_held_by(const RoleHeld& held, const PersonId& person) {
    return held.revokedAt == 0 && held.granted.person == person;
}

// "351-2026-000004" is of the CPAM 351.
CpamId cpam_of_order(std::string_view order) {
    for (int part = 0; part < 2; ++part) order = order.substr(0, std::min(order.rfind('-'), order.size()));
    return {std::string(order)};
}

}  // namespace

Reader::Reader(Who who, const Book& book, const PersonId& person) : who_(who), person_(person) {
    const auto& all = book.common().roles;
    std::ranges::copy_if(all, std::back_inserter(common_.roles),
                         [&](const RoleHeld& held) { return is_held_by(held, person); });
    if (common_.roles.empty() && !all.empty()) {
        common_.roles.push_back(all.front());
        common_.roles.front().revokedAt = all.front().position;
    }
    sees_any_ = sees(CpamId{});
    if (may(Right::read_amounts) && may(Right::read_payees)) return;
    for (const CpamId& cpam : book.cpams()) {
        cpams_.insert(cpam.text);
        sees_any_ = sees_any_ || sees(cpam);
    }
    for (const GroupementId& group : book.groupements())
        cpam_of_.emplace(group.text, book.find(group)->admission.value.cpam);
}

Reader Reader::through_service(const Book& head, const PersonId& person) {
    return {Who::through_service, head, person};
}

Reader Reader::at_the_files(const Book& state, const PersonId& person) { return {Who::at_the_files, state, person}; }

Reader Reader::within(const Book& state) const {
    Reader reader = *this;
    reader.then_ = std::make_shared<const Reader>(Reader(who_, state, person_));
    return reader;
}

bool Reader::holds(Right right, const CpamId& cpam) const {
    return who_ != Who::nobody && (has_every_right() || ipep::may(common_, person_, right, cpam));
}

bool Reader::may(Right right, const CpamId& cpam) const {
    return holds(right, cpam) && (!then_ || then_->may(right, cpam));
}

Verdict<> Reader::check(Right right, const CpamId& cpam) const {
    if (may(right, cpam)) return {};
    if (then_ && holds(right, cpam)) return then_->check(right, cpam);
    if (who_ != Who::nobody) return authorize(common_, person_, right, cpam);
    CommonState closed;
    closed.roles.emplace_back();
    return authorize(closed, {"-"}, right, cpam);
}

bool Reader::may_somewhere(Right right) const {
    return may(right) || std::ranges::any_of(common_.roles, [&](const RoleHeld& held) {
               return held.granted.cpam && is_held_by(held, person_) && may(right, *held.granted.cpam);
           });
}

std::vector<RoleGranted> Reader::roles() const {
    std::vector<RoleGranted> roles;
    for (const RoleHeld& held : common_.roles)
        if (is_held_by(held, person_)) roles.push_back(held.granted);
    return roles;
}

std::optional<CpamId> Reader::whose(std::string_view groupement, std::string_view order, std::string_view cpam) const {
    if (const auto found = cpam_of_.find(groupement); found != cpam_of_.end()) return found->second;
    const CpamId named = order.empty() ? CpamId{std::string(cpam)} : cpam_of_order(order);
    if (cpams_.contains(named.text)) return named;
    return groupement.empty() && named.text.empty() ? std::nullopt : std::optional(CpamId{});
}

bool Reader::sees(const CpamId& cpam) const { return who_ == Who::at_the_files || holds(Right::read_amounts, cpam); }

bool Reader::sees(const GroupementId& groupement) const {
    return is_own(groupement) || sees(whose(groupement.text, {}, {}).value_or(CpamId{}));
}

std::optional<CpamId> Reader::whose(const Event& event) const {
    const About named = about(event.body);
    return whose(named.groupement.value_or(GroupementId{}).text, named.order.value_or(OrderId{}).text,
                 named.cpam.value_or(CpamId{}).text);
}

bool Reader::sees(const Event& event) const {
    const auto cpam = whose(event);
    return cpam ? sees(*cpam) : who_ != Who::nobody && (sees_any_ || !is_of_groupements());
}

bool Reader::is_own(const GroupementId& groupement) const {
    return !groupement.text.empty() && std::ranges::any_of(common_.roles, [&](const RoleHeld& held) {
        return is_held_by(held, person_) && held.granted.groupement == groupement;
    });
}

bool Reader::is_of_groupements() const {
    return std::ranges::any_of(
        common_.roles, [&](const RoleHeld& held) { return is_held_by(held, person_) && held.granted.groupement; });
}

Verdict<> Reader::check_amounts(const GroupementId& groupement, const CpamId& cpam) const {
    return is_own(groupement) ? Verdict<>() : check(Right::read_amounts, cpam);
}

bool Reader::sees_of(const std::string& of) const {
    return who_ != Who::nobody && (!cpam_of_.contains(of) || sees(GroupementId{of}));
}

bool Reader::may_name(const GroupementId& groupement) const {
    const CpamId cpam = whose(groupement.text, {}, {}).value_or(CpamId{});
    return holds(Right::read_payees, cpam) && (!then_ || then_->may_name(groupement));
}

bool Reader::is_told_payees(const PaymentOrdered& order) const {
    if (has_every_right()) return ipep::may(common_, person_, Right::read_payees, order.cpam);
    const bool is_named = who_ != Who::through_service || may_name(order.groupement);
    return is_named && may(Right::read_payees, order.cpam);
}

void Reader::veil(Event& event) const {
    each_personal(event.body, [&](const std::string& subject, int, Personal& personal) {
        const bool is_there = personal.value || who_ != Who::at_the_files;
        if (is_there && !may_name({subject})) personal.value = kVeil;
    });
    if (auto* file = std::get_if<FileIssued>(&event.body); file && !may(Right::read_payees, file->cpam))
        file->debtorName = file->debtorIban = file->debtorBic = kVeil;
    if (auto* approved = std::get_if<OrderApproved>(&event.body); approved && !may_name(approved->groupement))
        for (VisaCheck& check : approved->checks)
            if (check.check == CheckName::account) check.found = kVeil;
}

void Reader::read(Event& event) {
    each_personal(event.body, [&](const std::string& subject, int, const Personal& personal) {
        if (personal.value && may_name({subject})) shown_.insert(subject);
    });
    veil(event);
}

}  // namespace ipep
