// PaymentCommands: the commands on payments, for one person on one accounting day. Each judges, records and answers.
//
// Shape:   what the ledger's core judges purely (ledger/payment.h) is given here what the world knows: identifiers,
//          documents, accounts, files.
// Errors:  refusals of ledger/payment.h and services/bank/; Fault from the disk.
// Promise: a file for the bank is written whole beside its place and read back; then it is recorded; then it takes its
//          place; then that is recorded. Whatever ends the program in between, the next `issue` finishes the same file.
// Errors:  Fault view_differs, where the rows of the views are not what the log says: nothing is judged by them.
// Source:  contract, "Payments".
#pragma once

#include "ledger/year.h"
#include "services/bank/debtor.h"
#include "services/files/whole_file.h"
#include "services/ledger/line_words.h"
#include "services/ledger/sent_document.h"
#include "services/payments/evidence.h"
#include "services/payments/payee_doubts.h"

namespace ipep {

struct IssueRequest {
    CpamId cpam;
    std::string debtor_path, out_path;
    Day execute;
    int format_version = 9;
};

// An approved order that does not pass its last check and stays behind: why.
struct StaysBehind {
    OrderId order;
    std::string check, found;
};

struct IssueResult {
    FileIssued file;
    bool finished = false;  // a file recorded before, which had not taken its place
    std::vector<StaysBehind> left_out = {};
};

// One line, or (`count` above 0) all those of a statement that are none of ours.
struct Unmatched {
    std::string reference, why;
    Money amount;
    std::int64_t count = 0;
    std::optional<std::string> booked_on = {}, bank_reference = {};
    OrderId kept = {};     // the order it is kept with, if any
    LineWords words = {};  // of one line
};

// A word of the bank that made no step, kept with its order.
struct ToldWord {
    OrderId order;
    BankAnswer answer = BankAnswer::nothing;
    std::string status;
};

struct BankReading {
    CpamId cpam;
    std::int64_t matched = 0;
    std::vector<Unmatched> unmatched;
    std::vector<OrderId> paid, rejected, returned;
    std::vector<ToldWord> told;
    bool repeated = false;  // the file was read before: nothing was recorded
};

// What one decision on several orders did: those that passed are approved, of each other why it is not.
struct ApprovedPassing {
    std::vector<OrderId> approved;
    Total amount;
    std::vector<Examined> left;
};

// After so many orders what was looked at of them may go.
inline constexpr std::size_t kTogether = 1024;

// In order of number.
std::vector<OrderId> waiting_for_visa(Views& views, const CpamId& cpam);

class PaymentCommands {
public:
    PaymentCommands(LedgerService& ledger, PersonId person, std::optional<Day> on)
        : ledger_(ledger), by_{std::move(person), on.value_or(ledger.world().today()), ledger.world().today()} {
        ledger_.rest_on_log();
    }

    Verdict<> confirm(const FactKey& key);
    // With what whoever confirms holds the account against, as the bank's RIB; kept as the confirmation's voucher.
    Verdict<> confirm_with(const FactKey& key, const SentDocument& document, const Reader& reader);
    // What should be looked at before the change of payee recorded under the key is confirmed. Errors:
    // payee_not_pending; not_allowed.
    Verdict<std::vector<PayeeDoubtFound>> doubts(const FactKey& key);
    // The revision that is validated now.
    Verdict<std::int64_t> validate(ResultYear year);
    // The revision that is refused now.
    Verdict<std::int64_t> refuse_validation(ResultYear year, const std::string& reason);
    Verdict<std::vector<OrderId>> order(const OrderPayments& command);
    // All of them or none.
    Verdict<> approve(const std::vector<OrderId>& orders);
    // Those that pass, in one batch.
    Verdict<ApprovedPassing> approve_passing(const std::vector<OrderId>& orders);
    Verdict<> suspend(const OrderId& order, const std::string& ground);
    Verdict<> requisition(const OrderId& order, const std::string& document);
    Verdict<> cancel(const OrderId& order, const std::string& reason);
    Verdict<> resolve(const OrderId& order, const Resolution& resolution);
    Verdict<IssueResult> issue(const IssueRequest& wish);
    // A file issued before, the same bytes once more at `path`. Records nothing. Errors: file_unreadable, where it is
    // unknown or a payee was erased; file_exists, where other bytes lie at `path`.
    Verdict<FileIssued> write_once_more(const std::string& message, const std::string& path);
    Verdict<BankReading> read_bank_file(const std::string& path);
    // What a line of the bank is that nothing explained, and another person's agreement.
    Verdict<> explain(const BankLineExplained& said);
    Verdict<> confirm_line(const CpamId& cpam, Position line);
    Verdict<> close_month(const CpamId& cpam, Day month);
    // The checks as they would come out for this person now.
    Verdict<std::vector<VisaCheck>> checks(const OrderId& order);
    // Those of a CPAM that wait for a visa: ordered, or suspended and required in writing. Errors: unknown_cpam.
    Verdict<std::vector<OrderId>> waiting(const CpamId& cpam);
    // The same of several, as one decision on them would find them.
    std::vector<Examined> examine(const std::vector<OrderId>& orders);
    // Of orders that are not made yet, one behind the other: the checks that would fail.
    std::vector<std::vector<VisaCheck>> would_fail(const std::vector<Draft>& orders);

private:
    const Book& book() const { return ledger_.book(); }
    Verdict<> record(Drafts acts);
    Drafts confirmation_of(const FactKey& key);
    Verdict<FileIssued> issued_file(const std::string& message) const;
    // Beside its place, where it lies until it has it.
    struct Beside {
        IssueResult result;
        WholeFile file;
    };
    Verdict<Beside> write_again(const FileIssued& file, const std::string& place);
    Verdict<Beside> write_new(const IssueRequest& wish);

    LedgerService& ledger_;
    Acting by_;
};

}  // namespace ipep
