// CompletenessProof: one file that shows that these are all, or that there is none, and that is checked offline.
//
// Shape:   the signed head with the root of the index; the subject's leaf and the way from it to that root, or, where
//          there is no such subject, its neighbours; every entry of the subject with its event, leaf and inclusion
//          proof; the positions that answer the question.
// Errors:  unknown_groupement, unknown_cpam, not_allowed, not_none; those of head_of.
// Source:  contract, "Second edition"; format in events/README.md.
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/calendar.h"
#include "ledger/year.h"
#include "services/audit/signed_head.h"
#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

// All payments of a groupement in the period, or that there is none.
struct PaymentsProof {
    GroupementId groupement;
    Period period = {};
    bool none = false;
};
Verdict<boost::json::object> prove_payments(LedgerService& ledger, const PaymentsProof& wish, const Reader& reader,
                                            const HeadSigning& signing);
// What a groupement is owed, was paid and its advance, in the state that the ledger is looked at in, whatever came
// since: `balance`, as `balances` has it, `knownAt`, the position of that state, and as answer every event until then
// that moved it.
Verdict<boost::json::object> prove_balance(LedgerService& ledger, const GroupementId& groupement, const Reader& reader,
                                           const HeadSigning& signing);
// The lines of its statement in that state: `lines`, as `statement` has them; the rest as above.
Verdict<boost::json::object> prove_statement(LedgerService& ledger, const GroupementId& groupement,
                                             const Reader& reader, const HeadSigning& signing);
// Of every groupement that something moved for, in that state: `balances`. A whole index is shown, so that no row can
// be missing: `subjects`, with the texts of the entries of those that the list is of, and every event of these once.
Verdict<boost::json::object> prove_balances(LedgerService& ledger, const Reader& reader, const HeadSigning& signing);
// The same of every payment year: `envelope`.
Verdict<boost::json::object> prove_envelope(LedgerService& ledger, const Reader& reader, const HeadSigning& signing);
// All orders of a CPAM's fiscal year, each with every step.
struct OrdersProof {
    CpamId cpam;
    FiscalYear fiscal_year = 0;
};
Verdict<boost::json::object> prove_orders(LedgerService& ledger, const OrdersProof& wish, const Reader& reader,
                                          const HeadSigning& signing);

}  // namespace ipep
