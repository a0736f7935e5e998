// Turn: of everything under way, whose turn it is, since when and what is waited for.
//
// Shape:   an order, a change of payee, a payment taken over, a grant of a role, a settlement and a month have one turn
//          at any moment, or are done. Each turn is of rights, and the roles that give them see it; who reads a CPAM's
//          amounts sees it as another's. A new state of an order does not compile until `turn_of` says its turn.
// Source:  contract, "Payments", table of rights; code de la sécurité sociale D.253-4, D.122-6.
#pragma once

#include "services/console/visit.h"

namespace ipep {

enum class Turn : std::uint8_t {
    visa,
    visaRequired,
    requisition,
    cancellation,
    issue,
    finishFile,
    bank,
    doubt,
    statement,
    orderAgain,
    match,
    confirmLine,
    payee,
    takeOver,
    grant,
    settleAgain,
    validation,
    refused,
    closing
};
BOOST_DESCRIBE_ENUM(Turn, visa, visaRequired, requisition, cancellation, issue, finishFile, bank, doubt, statement,
                    orderAgain, match, confirmLine, payee, takeOver, grant, settleAgain, validation, refused, closing)

// Whose turn an order is; nothing where it is done. `page` is of its groupement, `orderable` what may be ordered of it.
std::optional<Turn> turn_of(const Order& order, const GroupState& page, Money orderable);

// The rights of which one is enough to take the turn, and the roles that give them.
std::vector<Right> rights_of(Turn turn);
std::vector<Role> roles_of(Turn turn);
std::string what_of(Turn turn);     // "Order to be checked"
std::string awaited_of(Turn turn);  // "the visa of the DCF, or its suspension"
std::string who_of(Turn turn);      // "DCF"

struct Waiting {
    Turn turn = Turn::visa;
    CpamId cpam;        // empty: of all of them
    std::string about;  // an order, a groupement, a year, a month, a person
    std::string path;   // where it is looked at
    std::optional<Day> since;
    Total amount;
    PersonId barred;        // who may not take it, for having done the other part
    std::string said = {};  // what was said to who takes it: why a validation was refused, what a line is
};

// Everything under way in the CPAM the person reads, and of the Cnam and the administrators what concerns them.
std::vector<Waiting> all_waiting(const Visit& visit);
// Whether this person may take the turn.
bool is_turn_of(const Visit& visit, const Waiting& one);

}  // namespace ipep
