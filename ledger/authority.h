// Authority: what a person may do and read, from the roles the ledger's own facts give.
//
// Shape:  a right is held through one or more roles; rights of a CPAM (agreements, orders, visas, reading) only in the
//         CPAM the role was granted for, or everywhere where it names none.
// Promise: in a ledger without any role every right is everybody's; from the first `roleGranted` on roles bind.
// Errors: not_allowed, naming the right and the roles that give it.
// Source: contract, "Payments", table of rights; code de la sécurité sociale D.253-4 (ordonnateur and DCF apart).
#pragma once

#include "ledger/book.h"
#include "ledger/rejection.h"

namespace ipep {

enum class Right : std::uint8_t {
    record_results,     // facts of results, rules and groups; settle; validate
    record_agreements,  // agreements, roadmaps, payees; write-offs of overpayments
    order,              // order, requisition, cancel
    pay,                // approve, suspend, issue, read bank files, close months; refunds, oppositions, accruals
    read_amounts,
    read_payees,
    verify,      // verify, prove, export audit
    administer,  // roles, keys, backup, erasure
};

// `cpam` empty: of no CPAM in particular, which a role for one CPAM does not give.
bool may(const CommonState& common, const PersonId& person, Right right, const CpamId& cpam = {});
Verdict<> authorize(const CommonState& common, const PersonId& person, Right right, const CpamId& cpam = {});

// The right it takes to record such a fact.
Right right_for(const Fact& fact);
// Who may record such a fact.
Verdict<> authorize(const Book& book, const PersonId& person, const Fact& fact);

// Whether the person holds any role at all.
bool has_role(const CommonState& common, const PersonId& person);
// The largest amount of one order the role lets pass; nothing: no limit. Precondition: the role is held, or none is.
std::optional<Money> ceiling_of(const CommonState& common, const PersonId& person, Role role, const CpamId& cpam);

}  // namespace ipep
