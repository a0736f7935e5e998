// Acts: what a person, or the bank, did with what is owed: validated, ordered, approved, issued, paid, closed.
//
// Shape:  an act follows from a command and the state it was given in (payment.h judges it), not from facts alone as a
//         decision does. Every act on an order names its groupement, so that a statement finds it.
// Units:  amounts in euros and cents. `…At` is the position of an event, `sha256` the digest of a file's bytes in hex.
// States: ordered → approved, suspended, cancelled · suspended → approved, cancelled · approved → issued, cancelled ·
//         issued → accepted | paid | rejected · accepted → paid | rejected · paid → returned; where a transfer has
//         left after all, rejected → accepted (OrderReinstated).
// Source: contract, "Payments"; code de la sécurité sociale D.253-4 and following, D.122-6; ISO 20022.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <variant>
#include <vector>

#include "ledger/day.h"
#include "ledger/ground.h"
#include "ledger/id.h"
#include "ledger/money.h"
#include "ledger/year.h"

namespace ipep {

// A change of payee comes into force: a second person confirmed the fact recorded under `confirms`, at `payeeAt`.
struct PayeeConfirmed {
    GroupementId groupement;
    FactKey confirms;
    Position payeeAt = 0;
    bool operator==(const PayeeConfirmed&) const = default;
};
BOOST_DESCRIBE_STRUCT(PayeeConfirmed, (), (groupement, confirms, payeeAt))

struct SettlementValidated {
    ResultYear year = 0;
    std::int64_t revision = 0;
    bool operator==(const SettlementValidated&) const = default;
};
BOOST_DESCRIBE_STRUCT(SettlementValidated, (), (year, revision))

// An event that takes what was ordered or paid back repeats the parts, so that views need not look the order up.
//
// A debt an order pays, or, negative, an overpayment it sets off. `of` is what `explain` takes: seedCredit/G02,
// settlement/2021/G02/due; overpayment/G02 for what came back or was written off.
struct OrderPart {
    std::string of;
    PaymentYear paymentYear = 0;
    Money amount;
    bool operator==(const OrderPart&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderPart, (), (of, paymentYear, amount))

// A document behind an order: what it is, the event that brought it, its reference, and its digest where one is known.
struct Voucher {
    std::string document;
    Position position = 0;
    std::string reference;
    std::optional<std::string> sha256;
    bool operator==(const Voucher&) const = default;
};
BOOST_DESCRIBE_STRUCT(Voucher, (), (document, position, reference, sha256))

// `replaces`: orders that were cancelled, rejected or returned and whose debt this one pays.
struct PaymentOrdered {
    OrderId order;
    CpamId cpam;
    FiscalYear fiscalYear = 0;
    GroupementId groupement;
    Ground ground = Ground::seedCredit;
    Money amount;
    std::vector<OrderPart> parts;
    std::string endToEndId;
    Position payeeAt = 0;
    std::vector<Voucher> vouchers;
    std::vector<OrderId> replaces;
    bool operator==(const PaymentOrdered&) const = default;
};
BOOST_DESCRIBE_STRUCT(PaymentOrdered, (),
                      (order, cpam, fiscalYear, groupement, ground, amount, parts, endToEndId, payeeAt, vouchers,
                       replaces))

struct OrderSuspended {
    OrderId order;
    GroupementId groupement;
    std::string ground;
    bool operator==(const OrderSuspended&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderSuspended, (), (order, groupement, ground))

struct OrderRequisitioned {
    OrderId order;
    GroupementId groupement;
    std::string document;
    bool operator==(const OrderRequisitioned&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderRequisitioned, (), (order, groupement, document))

// What a visa checks, one by one.
enum class CheckName : std::uint8_t {
    authority,
    ceiling,
    twoPersons,
    agreement,
    account,
    opposition,
    credits,
    debtExact,
    notPaid,
    vouchers
};
BOOST_DESCRIBE_ENUM(CheckName, authority, ceiling, twoPersons, agreement, account, opposition, credits, debtExact,
                    notPaid, vouchers)
// `requisitioned`: it failed, and the director's written order covers it.
enum class CheckResult : std::uint8_t { passed, failed, requisitioned };
BOOST_DESCRIBE_ENUM(CheckResult, passed, failed, requisitioned)

// `found` is what it was held against: "director DUPONT until 50000.00", "credits 2024: 1000.00 left".
struct VisaCheck {
    CheckName check = CheckName::authority;
    CheckResult result = CheckResult::passed;
    std::string found;
    bool operator==(const VisaCheck&) const = default;
};
BOOST_DESCRIBE_STRUCT(VisaCheck, (), (check, result, found))

struct OrderApproved {
    OrderId order;
    GroupementId groupement;
    std::vector<VisaCheck> checks;
    bool operator==(const OrderApproved&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderApproved, (), (order, groupement, checks))

struct OrderCancelled {
    OrderId order;
    GroupementId groupement;
    std::vector<OrderPart> parts;
    std::string reason;
    bool operator==(const OrderCancelled&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderCancelled, (), (order, groupement, parts, reason))

// One pain.001 with everything its bytes follow from, so that they can be written again. `createdAt` is in its head.
struct FileIssued {
    CpamId cpam;
    std::string message, batch, sha256;  // MsgId, PmtInfId
    std::int64_t createdAt = 0, formatVersion = 9, count = 0;
    Money amount;
    Day execute;
    std::string debtorName, debtorIban, debtorBic;
    std::int64_t batchBooking = 1;
    bool operator==(const FileIssued&) const = default;
};
BOOST_DESCRIBE_STRUCT(FileIssued, (),
                      (cpam, message, batch, sha256, createdAt, formatVersion, count, amount, execute, debtorName,
                       debtorIban, debtorBic, batchBooking))

struct OrderIssued {
    OrderId order;
    GroupementId groupement;
    std::string message;
    bool operator==(const OrderIssued&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderIssued, (), (order, groupement, message))

// The file lies where it was asked for, whole. Until then the next `issue` of the CPAM finishes it first.
struct FileWritten {
    CpamId cpam;
    std::string message, sha256;
    bool operator==(const FileWritten&) const = default;
};
BOOST_DESCRIBE_STRUCT(FileWritten, (), (cpam, message, sha256))

struct OrderAccepted {
    OrderId order;
    GroupementId groupement;
    std::string status, sha256;
    bool operator==(const OrderAccepted&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderAccepted, (), (order, groupement, status, sha256))

struct OrderRejected {
    OrderId order;
    GroupementId groupement;
    std::vector<OrderPart> parts;
    std::string reason, sha256;  // as the bank gave it: "AC04 closed account"
    bool operator==(const OrderRejected&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderRejected, (), (order, groupement, parts, reason, sha256))

struct OrderPaid {
    OrderId order;
    GroupementId groupement;
    Money amount;
    std::vector<OrderPart> parts;
    std::string bankReference, sha256;
    bool operator==(const OrderPaid&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderPaid, (), (order, groupement, amount, parts, bankReference, sha256))

// The statement's line of a transfer that left: moves nothing of the debt. `charges` is what the bank took besides.
struct OrderBooked {
    OrderId order;
    GroupementId groupement;
    std::string bankReference, sha256;
    Money charges;
    bool operator==(const OrderBooked&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderBooked, (), (order, groupement, bankReference, sha256, charges))

// `amount` is owed again; `charges` of it were kept by a bank on the way, so that the account shows so much less.
struct OrderReturned {
    OrderId order;
    GroupementId groupement;
    Money amount;
    std::vector<OrderPart> parts;
    std::string reason, bankReference, sha256;
    Money charges;
    bool operator==(const OrderReturned&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderReturned, (), (order, groupement, amount, parts, reason, bankReference, sha256, charges))

// What a word of the bank says of a transfer; `nothing`: a status that nobody acts on.
enum class BankAnswer : std::uint8_t { nothing, accepted, paid, rejected, returned };
BOOST_DESCRIBE_ENUM(BankAnswer, nothing, accepted, paid, rejected, returned)

// A word of the bank on an order that makes no step: a status nobody acts on, an answer that cannot be true after what
// is known, money on the account before what explains it. It is kept with the order, in `status` as the bank gave it,
// and waits for a person or for what explains it. `amount`: seen on the account, 0 for a word alone.
struct OrderTold {
    OrderId order;
    GroupementId groupement;
    BankAnswer answer = BankAnswer::nothing;
    std::string status;
    Money amount, charges;
    std::string bankReference, sha256;
    bool operator==(const OrderTold&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderTold, (), (order, groupement, answer, status, amount, charges, bankReference, sha256))

// What a person found became of a transfer; `seen`: nothing but what the order says already.
enum class Became : std::uint8_t { seen, paid, rejected, returned };
BOOST_DESCRIBE_ENUM(Became, seen, paid, rejected, returned)

// A person made an end of what the bank told of an order, on the strength of `document`. The step that follows from it,
// if any, is the next event.
struct OrderResolved {
    OrderId order;
    GroupementId groupement;
    Became became = Became::seen;
    std::string document;
    bool operator==(const OrderResolved&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderResolved, (), (order, groupement, became, document))

// The transfer of a rejected order has left after all: its debt is ordered again by this same order.
struct OrderReinstated {
    OrderId order;
    GroupementId groupement;
    Money amount;
    std::vector<OrderPart> parts;
    bool operator==(const OrderReinstated&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrderReinstated, (), (order, groupement, amount, parts))

struct BankFileRead {
    CpamId cpam;
    std::string message, reference, sha256;  // "camt.053.001.08", the bank's identifier of it
    std::int64_t matched = 0, unmatched = 0;
    bool operator==(const BankFileRead&) const = default;
};
BOOST_DESCRIBE_STRUCT(BankFileRead, (), (cpam, message, reference, sha256, matched, unmatched))

// One line, or (`count` above 0) all lines of a statement that are none of ours, under the statement's identifier.
struct BankLineUnmatched {
    CpamId cpam;
    std::string sha256, reference;
    Money amount;  // negative: out of the account
    std::string why;
    std::int64_t count = 0;
    std::optional<std::string> bookedOn, bankReference;  // of one line, as the bank gave them
    bool operator==(const BankLineUnmatched&) const = default;
};
BOOST_DESCRIBE_STRUCT(BankLineUnmatched, (), (cpam, sha256, reference, amount, why, count, bookedOn, bankReference))

// What was left unmatched at the position `line` is matched now, by what the bank told after it.
struct BankLineMatched {
    CpamId cpam;
    Position line = 0;
    bool operator==(const BankLineMatched&) const = default;
};
BOOST_DESCRIBE_STRUCT(BankLineMatched, (), (cpam, line))

// A month of a CPAM's books, from its first day until the next month's, is frozen.
struct MonthClosed {
    CpamId cpam;
    Day from, until;
    bool operator==(const MonthClosed&) const = default;
};
BOOST_DESCRIBE_STRUCT(MonthClosed, (), (cpam, from, until))

// The grant of a role comes into force: another admin confirmed the fact recorded under `confirms`, at `grantedAt`.
struct RoleConfirmed {
    FactKey confirms;
    Position grantedAt = 0;
    bool operator==(const RoleConfirmed&) const = default;
};
BOOST_DESCRIBE_STRUCT(RoleConfirmed, (), (confirms, grantedAt))

// A payment made before the ledger counts as paid: a second person confirmed what was recorded under `confirms`, at
// `takenOverAt`. `amount` is the whole of it; the part is what it differs from what was confirmed before.
struct TakeOverConfirmed {
    GroupementId groupement;
    FactKey confirms;
    Position takenOverAt = 0;
    Money amount;
    std::vector<OrderPart> parts;
    bool operator==(const TakeOverConfirmed&) const = default;
};
BOOST_DESCRIBE_STRUCT(TakeOverConfirmed, (), (groupement, confirms, takenOverAt, amount, parts))

// A second person of the Cnam does not validate the year's latest revision, and says why to who settled it.
struct SettlementRefused {
    ResultYear year = 0;
    std::int64_t revision = 0;
    std::string reason;
    bool operator==(const SettlementRefused&) const = default;
};
BOOST_DESCRIBE_STRUCT(SettlementRefused, (), (year, revision, reason))

// What a line of the bank is that nothing explained: a booking of an order, the money of a refund, or nothing of ours.
enum class LineMeaning : std::uint8_t { order, refund, aside };
BOOST_DESCRIBE_ENUM(LineMeaning, order, refund, aside)

// A person says what the line left unmatched at the position `line` is: the order, or the refund by its groupement and
// reference, or why it is set aside. Where it has an amount, nothing follows before another person confirms it.
struct BankLineExplained {
    CpamId cpam;
    Position line = 0;
    LineMeaning meaning = LineMeaning::aside;
    std::optional<OrderId> order;
    std::optional<GroupementId> groupement;
    std::optional<std::string> refund;
    std::string reason;
    bool operator==(const BankLineExplained&) const = default;
};
BOOST_DESCRIBE_STRUCT(BankLineExplained, (), (cpam, line, meaning, order, groupement, refund, reason))

// A second person confirmed what was said of the line at `explainedAt`. The step of the order, if any, is the next
// event.
struct BankLineConfirmed {
    CpamId cpam;
    Position line = 0, explainedAt = 0;
    LineMeaning meaning = LineMeaning::aside;
    std::optional<OrderId> order;
    std::optional<GroupementId> groupement;
    std::optional<std::string> refund;
    bool operator==(const BankLineConfirmed&) const = default;
};
BOOST_DESCRIBE_STRUCT(BankLineConfirmed, (), (cpam, line, explainedAt, meaning, order, groupement, refund))

// Somebody looked at names or accounts of a subject.
struct PersonalDataRead {
    std::string subject, reason;
    bool operator==(const PersonalDataRead&) const = default;
};
BOOST_DESCRIBE_STRUCT(PersonalDataRead, (), (subject, reason))

using ActKinds =
    std::variant<PayeeConfirmed, SettlementValidated, PaymentOrdered, OrderSuspended, OrderRequisitioned, OrderApproved,
                 OrderCancelled, FileIssued, OrderIssued, FileWritten, OrderAccepted, OrderRejected, OrderPaid,
                 OrderBooked, OrderReturned, BankFileRead, BankLineUnmatched, MonthClosed, PersonalDataRead, OrderTold,
                 OrderResolved, OrderReinstated, BankLineMatched, RoleConfirmed, TakeOverConfirmed, SettlementRefused,
                 BankLineExplained, BankLineConfirmed>;

}  // namespace ipep
