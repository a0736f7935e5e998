// Bank message: what the bank says of our transfers and of our account, one line at a time.
//
// Shape:  pain.002 (.03 to .14), camt.053 and camt.054 (.02 to .13) side by side, known by the document's own
//         namespace, read by local name; several documents in one file. Each statement's head comes before its lines;
//         a pain.002 has one head.
// Units:  amounts are positive, `credit` says which way; only euros become Money, others keep `currency` alone.
// Promise: constant memory. Lines are told before the file is known to be whole: act on none until the verdict is good.
// Errors: those of reading XML (xml_reader.h); bank_message_unknown, bank_element_missing, bank_value_malformed. What
//         of one line cannot be read is that line's (`odd`), and stops nothing by itself.
// Source: ISO 20022; CFONB and EPC guidelines for account statements and for pain.002.
#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <string>

#include "ledger/day.h"
#include "ledger/digest.h"
#include "ledger/money.h"
#include "ledger/rejection.h"

namespace ipep {

struct BankMessageHead {
    enum class Kind : std::uint8_t { status_report, statement, notification };  // pain.002, camt.053, camt.054
    Kind kind{};
    std::string message;     // "camt.053.001.08"
    std::string message_id;  // MsgId
    std::string created_at;  // as the bank wrote it
    // Of one statement or notification; empty in a pain.002.
    std::string statement_id;
    std::string account;  // the IBAN, or what the bank gives in its place
    std::string currency;
    std::optional<Money> opening, closing;  // booked balances in euros, negative when overdrawn
    bool operator==(const BankMessageHead&) const = default;
};

// A value of a line that cannot be read, and why.
struct OddValue {
    Rejection why;
    bool operator==(const OddValue& other) const {
        return why.code == other.why.code && why.arguments == other.why.arguments;
    }
};

struct BankLine {
    enum class Kind : std::uint8_t {
        status,    // pain.002: what became of it so far; nothing moved on an account
        booked,    // moved on the account
        returned,  // money that came back: a return after payment, or a reversal, by which some banks repeat the side
                   // of what is reversed and others give the opposite. A bank that says neither books a plain credit,
                   // known by its EndToEndId
        pending,   // an entry that is not booked (PDNG, INFO, FUTR …): never a booking
    };
    enum class Scope : std::uint8_t { transfer, batch, file };  // what the line speaks of
    Kind kind{};
    Scope scope{};
    std::string message_id;     // MsgId of our file, where given
    std::string batch_id;       // PmtInfId, where given
    std::string end_to_end_id;  // empty where absent or NOTPROVIDED
    // What moved on the account. Of a transfer that stands alone in its entry, the entry's; among others its own, or
    // the one that was ordered, where the bank gives no other (`instructed`).
    std::optional<Money> amount;
    bool instructed = false;
    std::optional<Money> entry_amount;  // of the whole entry
    std::optional<Money> ordered;       // what the bank says was ordered, where it differs
    std::optional<Money> charges;       // a bank's, as told
    std::string currency;
    bool credit = false;    // money that comes in
    bool reversal = false;  // RvslInd
    std::optional<Day> booked_on, value_on;
    std::string status;       // as given: ACCP, ACSC, RJCT, PART, RVNM …; BOOK, PDNG … of an entry
    std::string reason_code;  // AC04 …, or the bank's own
    std::string reason_text;
    std::string entry_reference;         // NtryRef
    std::string bank_reference;          // AcctSvcrRef, of the transaction or else of the entry
    std::string bank_transaction_code;   // "PMNT/ICDT/ESCT", or the bank's own
    std::string party_name, party_iban;  // the other side
    std::string remittance;
    std::optional<std::int64_t> count;  // of transfers in a batch or file
    std::int64_t entry = 0;             // of its document, from 1: lines of one entry are one booking
    std::optional<OddValue> odd = {};   // the first of them
    bool operator==(const BankLine&) const = default;
};

// A refusal of theirs ends the reading and is given back.
struct BankMessageVisitor {
    std::function<Verdict<>(const BankMessageHead&)> head;
    std::function<Verdict<>(const BankLine&)> line;
};

// Gives the SHA-256 of the bytes, by which the same file is known again.
Verdict<Digest> read_bank_message(std::istream& file, const BankMessageVisitor& visitor);

}  // namespace ipep
