// Journal: the double-entry books of the CPAMs, folded from what the events post (ledger/posting.h).
//
// Shape:   an entry balances, or is not made. A groupement's payable (407) and overpayments (409) are not both above 0,
//          so that payable − overpayments = owed − overpaid of the ledger after every command.
// Units:   euros and cents; a line's amount is a debit where positive, a credit where negative.
// Days:    the event's accounting day; in a month that is closed, the first open day of the CPAM.
// Source:  contract, "Payments"; notes on payments, posting scheme.
#pragma once

#include <map>
#include <vector>

#include "ledger/event.h"

namespace ipep {

enum class Account : std::uint8_t {
    charge,
    payable,
    advances,
    overpayments,
    bank,
    accrued,
    losses,
    bankCharges,
    takenOver
};
BOOST_DESCRIBE_ENUM(Account, charge, payable, advances, overpayments, bank, accrued, losses, bankCharges, takenOver)

struct JournalLine {
    Account account = Account::charge;
    Money amount;
};

struct JournalEntry {
    Position event = 0;
    CpamId cpam;
    GroupementId groupement;
    Day on, arisen;          // they differ where the month of the event's day is closed
    std::string code;        // LQ AV IM BQ RG CP RP
    std::string kind;        // of the event
    std::string end_to_end;  // of the transfer, where the bank moved it
    std::vector<JournalLine> lines;
    std::size_t number = 0;  // in the CPAM's books, from 1
};

class Journal {
public:
    void fold(const Event& event);
    // In order of day, then of event, numbered without a gap. The number of an entry in a closed month never changes.
    std::vector<JournalEntry> entries(const CpamId& cpam) const;

private:
    struct Group {
        CpamId cpam;
        Money payable, overpaid;
    };
    struct Entering;
    void learn(const Event& event);

    std::map<GroupementId, Group> groups_;
    std::map<CpamId, Day> open_;
    std::map<OrderId, std::string> transfers_;  // the EndToEndId of each order
    std::vector<JournalEntry> entries_;
};

}  // namespace ipep
