#include "ledger/judge_payment.h"

#include "ledger/acting.h"
#include "ledger/alike.h"
#include "ledger/code.h"
#include "ledger/judging.h"
#include "ledger/one_of.h"
#include "ledger/recorded_by.h"

namespace ipep {
namespace {

Verdict<> positive(Money amount) {
    if (amount > Money()) return {};
    return refuse(code::amount_not_positive, {{"member", "amount"}, {"value", to_text(amount)}});
}

template <class Fact>
const Booked<Fact>* known(const std::vector<Booked<Fact>>& list, std::string Fact::*member, const std::string& text) {
    const auto found = std::ranges::find_if(list, [&](const auto& one) { return one.noted.value.*member == text; });
    return found == list.end() ? nullptr : &*found;
}

bool same_place(const std::optional<CpamId>& a, const std::optional<CpamId>& b) { return !a || !b || *a == *b; }

const char* name_of(Role role) { return boost::describe::enum_to_string(role, ""); }

std::string place(const std::optional<CpamId>& cpam) { return cpam ? cpam->text : "*"; }
std::string place(const OneOf<RoleGranted, RoleRevoked> auto& role) {
    return role.groupement ? role.groupement->text : place(role.cpam);
}

// The same role of the same person, wherever it holds.
bool is_same_role(const OneOf<RoleGranted, RoleRevoked> auto& one, const RoleGranted& held) {
    return held.person == one.person && held.role == one.role && held.cpam == one.cpam &&
           held.groupement == one.groupement;
}

// A person of a groupement reads what is that one's, and no other role names one.
Verdict<> names_what_it_is_of(const Book& book, const RoleGranted& fact) {
    const bool is_of_one = fact.role == Role::groupement;
    if (is_of_one != fact.groupement.has_value() || (is_of_one && (fact.cpam || fact.ceiling)))
        return refuse(code::role_groupement, {{"person", fact.person.text}, {"role", name_of(fact.role)}});
    if (fact.groupement) IPEP_TRY(known_group(book, *fact.groupement));
    return {};
}

std::set<std::string> admins_of(const CommonState& common) {
    std::set<std::string> admins;
    for (const RoleHeld& held : common.roles)
        if (held.revokedAt == 0 && held.granted.role == Role::admin) admins.insert(likeness(held.granted.person.text));
    return admins;
}

}  // namespace

Verdict<> judge_payment(const Book& book, const PayeeChanged& fact, bool) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    if (!page.convention) return refuse(code::agreement_missing, {{"groupement", fact.groupement.text}});
    return account_checks(fact.payee);
}

Verdict<> judge_payment(const Book& book, const OppositionNotified& fact, bool) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    const auto standing = page.oppositions.find(fact.reference);
    if (standing == page.oppositions.end()) return {};
    return duplicate(fact.groupement.text + ' ' + fact.reference, standing->second);
}

Verdict<> judge_payment(const Book& book, const OppositionLifted& fact, bool) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    if (page.oppositions.contains(fact.reference)) return {};
    return refuse(code::opposition_unknown, {{"groupement", fact.groupement.text}, {"reference", fact.reference}});
}

Verdict<> judge_payment(const Book& book, const CreditNotified& fact, bool correcting) {
    const CpamState* page = book.find(fact.cpam);
    if (!page) return refuse(code::unknown_cpam, {{"cpam", fact.cpam.text}});
    const auto before = page->credits.find(fiscal_year_of(fact.paymentYear));
    if (before != page->credits.end() && !correcting)
        return duplicate(fact.cpam.text + ' ' + to_text(fact.paymentYear), before->second.position);
    return not_negative("amount", fact.amount);
}

Verdict<> judge_payment(const Book& book, const RefundReceived& fact, bool correcting) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    const auto* before = known(page.refunds, &RefundReceived::reference, fact.reference);
    if (before && !correcting) return duplicate(fact.groupement.text + ' ' + fact.reference, before->noted.position);
    IPEP_TRY(correcting ? not_negative("amount", fact.amount) : positive(fact.amount));
    const Money booked = before ? before->booked : Money(), most = booked + page.overpaid();
    if (fact.amount <= std::max(most, booked)) return {};
    if (line_for(*book.find(page.admission.value.cpam), fact)) return {};
    return refuse(code::refund_above_overpaid, {{"amount", to_text(fact.amount)},
                                                {"groupement", fact.groupement.text},
                                                {"overpaid", to_text(most)},
                                                {"reference", fact.reference}});
}

Verdict<> judge_payment(const Book& book, const OverpaymentWriteOffDecided& fact, bool correcting) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    const auto* before = known(page.overpaymentWriteOffs, &OverpaymentWriteOffDecided::decision, fact.decision);
    if (before && !correcting) return duplicate(fact.groupement.text + ' ' + fact.decision, before->noted.position);
    IPEP_TRY(correcting ? not_negative("amount", fact.amount) : positive(fact.amount));
    const Money booked = before ? before->booked : Money(), most = booked + page.overpaid();
    if (fact.amount <= std::max(most, booked)) return {};
    return refuse(
        code::write_off_above_overpaid,
        {{"amount", to_text(fact.amount)}, {"groupement", fact.groupement.text}, {"overpaid", to_text(most)}});
}

Verdict<> judge_payment(const Book& book, const AccrualEstimated& fact, bool correcting) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    const ResultYear from = page.admission.value.firstYear, until = book.last_possible_year(page);
    IPEP_TRY(year_within(fact.groupement, fact.year, from, until));
    const auto before = page.accruals.find(fact.year);
    if (before != page.accruals.end() && !correcting)
        return duplicate(fact.groupement.text + ' ' + to_text(fact.year), before->second.noted.position);
    return not_negative("amount", fact.amount);
}

// One more of the same document would be paid twice. A correction keeps what the payment was of.
Verdict<> judge_payment(const Book& book, const PaymentTakenOver& fact, bool correcting) {
    const auto& page = *IPEP_TRY(known_group(book, fact.groupement));
    const auto contradicts = [&](const char* what) {
        return refuse(code::taken_over_contradicts, {{"groupement", fact.groupement.text}, {"what", what}});
    };
    const bool is_incentive = fact.ground == Ground::incentive;
    if (is_incentive != fact.year.has_value())
        return contradicts("`year` is the result year of an incentive, and stands there only");
    if (is_incentive) {
        const ResultYear first = page.admission.value.firstYear;
        IPEP_TRY(year_within(fact.groupement, *fact.year, first, book.last_possible_year(page)));
        if (fact.paymentYear != payment_year_of(*fact.year))
            return contradicts("`paymentYear` is not the year after `year`");
    }
    IPEP_TRY(correcting ? not_negative("amount", fact.amount) : positive(fact.amount));
    const auto known = std::ranges::find_if(page.takenOver, [&](const TakenOver& one) {
        return one.claim() == TakenOver{.first = {}, .key = {}, .noted = {0, {}, fact, {}}, .booked = {}}.claim() &&
               one.noted.value.document == fact.document;
    });
    if (correcting == (known != page.takenOver.end())) return {};
    const std::string subject = fact.groupement.text + ' ' + to_text(fact.paymentYear) + ' ' + fact.document;
    if (correcting) return refuse(code::correction_subject, {{"subject", subject}});
    return duplicate(subject, known->noted.position);
}

Verdict<> judge_payment(const Book& book, const RoleGranted& fact, bool) {
    const CommonState& common = book.common();
    if (!common.roles_in_force() && (fact.role != Role::admin || fact.cpam)) return refuse(code::first_role_admin);
    if (fact.ceiling) IPEP_TRY(not_negative("ceiling", *fact.ceiling));
    IPEP_TRY(names_what_it_is_of(book, fact));
    IPEP_TRY(looks_like_no_other(book, "person", fact.person));
    const auto waits = [&](const PendingGrant& one) { return one.granted == fact; };
    if (const auto one = std::ranges::find_if(common.pendingGrants, waits); one != common.pendingGrants.end())
        return duplicate(fact.person.text + ' ' + name_of(fact.role) + ' ' + place(fact), one->position);
    return may_be_granted(book, fact);
}

Verdict<> may_be_granted(const Book& book, const RoleGranted& fact) {
    const auto opposite = [](Role role) {
        return role == Role::director ? Role::dcf : role == Role::dcf ? Role::director : role;
    };
    for (const RoleHeld& held : book.common().roles) {
        const RoleGranted& other = held.granted;
        if (!alike(other.person, fact.person)) continue;
        if (held.revokedAt == 0 && is_same_role(fact, other))
            return duplicate(fact.person.text + ' ' + name_of(fact.role) + ' ' + place(fact), held.position);
        if (other.role != fact.role && other.role == opposite(fact.role) && same_place(other.cpam, fact.cpam))
            return refuse(code::role_excluded, {{"person", fact.person.text},
                                                {"cpam", place(fact.cpam ? fact.cpam : other.cpam)},
                                                {"position", std::to_string(held.position)}});
    }
    return {};
}

bool waits_for_second_admin(const CommonState& common, int bounds) {
    return bounds > 0 && admins_of(common).size() > 1;
}

Verdict<> may_be_revoked(const Book& book, const RoleRevoked& role, const Acting& by) {
    if (role.role != Role::admin || by.bounds == 0 || is_same(by, role.person)) return {};
    const auto admins = admins_of(book.common());
    if (!admins.contains(likeness(role.person.text)) || admins.size() > 2) return {};
    return refuse(code::same_person, {{"what", "revoking one of two admins"}, {"person", by.person.text}});
}

Verdict<> judge_payment(const Book& book, const RoleRevoked& fact, bool) {
    bool held_by_person = false, another_admin = false;
    for (const RoleHeld& held : book.common().roles) {
        if (held.revokedAt != 0) continue;
        const bool same = is_same_role(fact, held.granted);
        held_by_person = held_by_person || same;
        another_admin = another_admin || (!same && held.granted.role == Role::admin);
    }
    if (!held_by_person)
        return refuse(code::role_not_held,
                      {{"person", fact.person.text}, {"role", name_of(fact.role)}, {"cpam", place(fact)}});
    if (fact.role == Role::admin && !another_admin) return refuse(code::last_admin, {{"person", fact.person.text}});
    return {};
}

}  // namespace ipep
