// DemoOffice: the ledger of the demonstration opened on one day of its past, and what its made-up persons do that day.
//
// Shape:   while it lives the clock of the trial ledger stands in the morning of that day (services/ledger/world.h).
// Errors:  Fault, where the ledger refuses what the story has them do.
// Threads: before any other starts, for the clock is the process's.
#pragma once

#include "events/fault.h"
#include "services/ledger/ledger_service.h"
#include "services/ledger/surroundings.h"
#include "services/payments/payment_commands.h"
#include "tools/demo_bank.h"

namespace ipep {

// Of the Cnam, who settles and who looks at it; director, DCF and his deputy of every CPAM.
inline const PersonId kAnne{"ANNE"}, kBruno{"BRUNO"}, kMartin{"MARTIN"}, kDurand{"DURAND"}, kLeroy{"LEROY"};

class DemoOffice {
public:
    // `debtors`: the folder with the account of each CPAM, where files for the bank are made and its answers lie.
    DemoOffice(const std::string& folder, std::string debtors, Day day);
    ~DemoOffice();
    DemoOffice(const DemoOffice&) = delete;

    const Book& book() const { return ledger_.book(); }
    PaymentCommands as(const PersonId& person) { return {ledger_, person, day_}; }

    void record(const PersonId& person, const std::string& key, Fact fact);
    // An account, held against the bank's RIB.
    void confirm(const PersonId& person, const std::string& key, std::string rib);
    // Facts as JSON Lines.
    void append(std::string_view lines);
    void settle(ResultYear year);

    std::vector<OrderId> order(const std::string& cpam, const std::string& groupement = {});
    void approve(const std::vector<OrderId>& orders);
    void issue(const std::string& cpam);
    // All three.
    std::vector<OrderId> send(const std::string& cpam);

    // By pain.002: what became of each.
    void report(const std::string& cpam, const std::vector<std::pair<OrderId, DemoStatus>>& statuses);
    // By camt.053: these left the account; besides, other lines.
    void book_all(const std::string& cpam, const std::vector<OrderId>& orders, std::vector<DemoEntry> others = {});
    DemoEntry entry_of(const OrderId& order) const;

private:
    void read(const std::string& cpam, const std::string& kind, const std::string& document);
    // Of the bank's next answer of that day.
    std::string next_id(const std::string& cpam) const;
    const PaymentOrdered& ordered(const OrderId& order) const { return book().find(order)->ordered; }

    // Set before the ledger opens, and back after it closed.
    struct Clock {
        explicit Clock(Day day);
        ~Clock();
        Surroundings before;
    };
    Day day_;
    Clock clock_;
    LedgerService ledger_;
    std::string debtors_;
    int answers_ = 0;
};

// What the story has somebody do is done.
template <class Value>
Value demo_done(Verdict<Value> verdict) {
    if (!verdict) throw Fault(verdict.error().code, verdict.error().arguments);
    if constexpr (!std::is_void_v<Value>) return std::move(*verdict);
}

}  // namespace ipep
