// Payments: what a person may do with what is owed, each command judged against the book. Changes nothing.
//
// Shape:  the answer is the acts to append, in order, or the first refusal, in order of precedence: authority, being,
//         state, two persons, day, then what the command itself asks.
// Promise: pure. What only the outside knows (identifiers never used before, what a document says, whether an account
//         checks, whether a settlement computes again) is handed in.
// Invariant: nothing is ordered, approved or sent beyond what is owed then; a correction may lower what is owed below
//         what is ordered, whose visa and file are refused until it is cancelled. Order numbers have no gap.
// Source: contract, "Payments"; specification §11; code de la sécurité sociale D.253-4 and following, D.122-6.
#pragma once

#include <functional>

#include "ledger/authority.h"
#include "ledger/command.h"
#include "ledger/year.h"

namespace ipep {

// Who acts, on which accounting day, and which day it is in Paris when it is recorded. `bounds`: see kBounds; what was
// recorded under a lower number is judged again by what bound it then.
struct Acting {
    PersonId person;
    Day on, today;
    int bounds = kBounds;
};

using Drafts = Verdict<std::vector<Draft>>;

// ---- before anything is ordered

// A second admin confirms the grant of a role recorded under the key; from two admins on none grants alone.
Drafts confirm_role(const Book& book, const FactKey& key, const Acting& by);
// Whether a grant that is recorded now waits for another admin.
bool waits_for_second_admin(const CommonState& common, int bounds);
// A second person confirms the groupement's change of payee recorded under the key.
Drafts confirm_payee(const Book& book, const GroupementId& groupement, const FactKey& key, const Acting& by);
// A second person confirms the payment made before the ledger that was recorded, or corrected, under the key.
Drafts confirm_take_over(const Book& book, const GroupementId& groupement, const FactKey& key, const Acting& by);
// A second person of the Cnam validates the year's latest revision.
Drafts validate_settlement(const Book& book, ResultYear year, const Acting& by);
// Or refuses to, and says why: who settled it corrects what it rests on. It may be validated all the same later on.
// Errors: as above; revision_refused; text_malformed.
Drafts refuse_settlement(const Book& book, ResultYear year, const std::string& reason, const Acting& by);

// ---- orders

// A debt that may be ordered (positive) or set off (negative), oldest first by payment year.
struct Due {
    Claim claim;
    Ground ground = Ground::seedCredit;
    Money amount;
};
// After any other: whatever falls due later counts too.
inline constexpr Day kAnyDay{INT32_MAX};
// What of the group is not ordered yet on that day. With roles in force a revision counts once validated, a lower one
// at once; what falls due later does not count, what is set off does.
std::vector<Due> dues_of(const CommonState& common, const GroupementId& groupement, const GroupState& page, Day on);
// What may be ordered on that day: never more than owed less what is ordered and not yet paid.
Money orderable(const CommonState& common, const GroupementId& groupement, const GroupState& page, Day on);

struct OrderPayments {
    CpamId cpam;
    std::optional<ResultYear> year;                // only what this result year made due
    std::optional<GroupementId> groupement;        // of this one alone
    std::optional<PaymentYear> payment_year = {};  // only what belongs to this payment year
};
// What an event says of the document behind it.
using FindVoucher = std::function<Voucher(std::string document, Position position)>;
using MakeEndToEndId = std::function<std::string(const OrderId&)>;
// One order a group and ground; none where nothing may be ordered.
Drafts order_payments(const Book& book, const OrderPayments& command, const Acting& by, const FindVoucher& voucher,
                      const MakeEndToEndId& end_to_end_id);

// ---- the visa

// What the outside knows of an order: whether the payee's account checks (and how it is shown), and whether each
// settlement it pays computes again from its facts.
struct VisaEvidence {
    bool account_checks = false;
    std::string account;  // "FR76…985", or why it is not known
    bool computes_again = false;
    std::string computed;     // "settlement 2021, revision 2, computed again"
    bool can_be_sent = true;  // else no written order of the director helps: no file could carry the transfer
};
using FindEvidence = std::function<VisaEvidence(const Order&)>;
// The fiscal year whose credits a visa engages: that of its day.
FiscalYear credits_of(const PaymentOrdered& order, const Acting& by);

// The checks an approval makes, in the order people go through them. `more` is what the same command approves before.
std::vector<VisaCheck> visa_checks(const Book& book, const Order& order, const Acting& by, const VisaEvidence& evidence,
                                   Money more = {});
// The same of an order that is not made yet, but for the two persons: who will give the visa is not known.
std::vector<VisaCheck> checks_ahead(const Book& book, const PaymentOrdered& ordered, const Acting& by,
                                    const VisaEvidence& evidence, Money more = {});
// An order as one command would approve it behind others: what passes before it counts against the credits.
struct Examined {
    OrderId order;
    std::vector<VisaCheck> checks;     // none where no visa is taken: it is unknown, not the person's, or past its visa
    std::optional<Rejection> refused;  // why it would not be approved
};
// Each order once, where it stands first.
std::vector<Examined> examine_orders(const Book& book, const std::vector<OrderId>& orders, const Acting& by,
                                     const FindEvidence& evidence);
// The act that approves what passed.
Draft approval_of(const Book& book, Examined passing, const Acting& by);
// All of them, or the first refusal.
Drafts approve_orders(const Book& book, const std::vector<OrderId>& orders, const Acting& by,
                      const FindEvidence& evidence);
Drafts suspend_order(const Book& book, const OrderId& order, const std::string& ground, const Acting& by);
Drafts requisition_order(const Book& book, const OrderId& order, const std::string& document, const Acting& by);
Drafts cancel_order(const Book& book, const OrderId& order, const std::string& reason, const Acting& by);

// ---- the bank

// A file of all that is approved of a CPAM, order by order: may it begin; each order, held once more against what may
// have changed since its visa, is counted. Then FileIssued is recorded, an OrderIssued for each in the same batch, and
// FileWritten once the file lies where it was asked for.
Verdict<> begin_file(const Book& book, const CpamId& cpam, const Acting& by);
// The file that waits to be written lies where it was asked for: not before the day it was issued.
Verdict<> may_write(const Book& book, const CpamId& cpam, const Acting& by);
Verdict<> count_in(FileIssued& file, const Book& book, const OrderId& order, const Acting& by);
OrderIssued issued_in(const FileIssued& file, const Book& book, const OrderId& order);

// One word of the bank on one order. An amount that is booked is the order's, less the charges.
struct BankResult {
    BankAnswer answer = BankAnswer::accepted;
    std::string status;         // as the bank gave it: "ACSP", "AC04 closed account"
    std::string bankReference;  // of a booking
    std::string sha256;         // of the file that said so
    bool booked = false;        // a line of an account statement
    Money charges = {};         // that a bank took besides, or kept
    bool another = false;       // provably another booking than the one that is known
};
// What a word makes of the order: a step where it can be true after what is known; nothing where it is known already;
// else OrderTold, which waits. Errors: order_state, where the order never went to the bank.
Drafts take_bank_result(const Book& book, const OrderId& order, const BankResult& result, Day on);
// Whether the bank says why: "AC04 closed account", not "RJCT" alone.
bool gives_reason(std::string_view status);
// The code by which a bank rejects the account itself, "AC04" of "AC04 closed account": AC01, AC04, MD07 (ISO 20022).
// Empty for any other reason, and where a file was rejected as a whole ("RJCT AC01"): that says nothing of its payees.
std::string_view account_rejected_by(std::string_view status);
// A reject of what was handed in twice (DU01 to DU05, AM05 …) says nothing of the transfer that was handed in first.
bool rejects_a_duplicate(std::string_view status);

struct Resolution {
    Became became = Became::seen;
    std::string document;
};
// A person makes an end of what the bank told, or never told, of an order. Who so frees a debt never approves it.
// Errors: not_allowed, order_state, text_malformed; nothing_to_resolve; not_yet_resolved, where `seen` is not enough.
Drafts resolve_order(const Book& book, const OrderId& order, const Resolution& resolution, const Acting& by);

// ---- lines of the bank that nothing explained (ops/decisions/0046)

// How much of a line is still to be explained: a refund that names it explains its own amount.
Money unexplained(const Book& book, const CpamState& cpam, const OpenLine& line);
// Whether somebody has to say what it is, or to confirm it.
bool waits(const Book& book, const CpamState& cpam, const OpenLine& line);
std::vector<const OpenLine*> waiting_lines(const Book& book, const CpamState& cpam);
// The DCF says what a line is. Where it has no amount it is done with; else another person confirms it.
// Errors: unknown_cpam, not_allowed, line_unknown, month_closed, text_malformed; unknown_order, line_not_of_order,
// line_not_of_refund, of what it is said to be.
Drafts explain_line(const Book& book, BankLineExplained said, const Acting& by);
// Another person confirms it; the step that follows for an order is among the acts. Errors: also line_not_explained,
// same_person, day_out_of_order.
Drafts confirm_line(const Book& book, const CpamId& cpam, Position line, const Acting& by);

// ---- the books

// Closes the CPAM's oldest open month, which `month` must begin.
Drafts close_month(const Book& book, const CpamId& cpam, Day month, const Acting& by);
// The first day of the oldest open month; nothing where no amount ever moved.
std::optional<Day> oldest_open_month(const CpamState& page);

}  // namespace ipep
