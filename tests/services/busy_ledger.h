// BusyLedger: a ledger in the middle of its life, so that every command there is has something to do; and what is
// served of it, to be held against a replay of its log.
//
// Shape:  the worked example, settled up to 2022. Orders of CPAM 351: the first issued, the second approved, the third
//         suspended, the fourth ordered; a change of payee waits.
#pragma once

#include "services/payments/payment_commands.h"
#include "tests/scratch.h"

namespace ipep {

class BusyLedger {
public:
    BusyLedger() : BusyLedger(std::string()) {}

    // Opened for writing.
    std::unique_ptr<LedgerService> open(StoreOptions options = {}) const {
        return ledger_.open(Access::write, std::move(options));
    }
    const OrderId& order(std::size_t number) const { return orders_.at(number - 1); }
    std::string debtor_file() const { return scratch_.path("debtor.toml"); }
    // The bank's statement that shows the first order booked.
    std::string statement_file() const { return scratch_.path("statement.xml"); }
    std::string path(const std::string& name) const { return scratch_.path(name); }

protected:
    // In that folder, or in memory where none is named.
    explicit BusyLedger(std::string folder);

private:
    void prepare(LedgerService& ledger);
    void write_statement(LedgerService& ledger) const;

    Scratch scratch_;
    TrialLedger ledger_;
    std::vector<OrderId> orders_;
};

// In a folder, for what opens a ledger by its folder.
class BusyFolder : private Scratch, public BusyLedger {
public:
    BusyFolder() : BusyLedger(Scratch::path("ledger")) {}
    std::string folder() const { return Scratch::path("ledger"); }
    using BusyLedger::path;
};

// A command by its name; `run` answers whether it was accepted.
struct NamedCommand {
    const char* name;
    std::function<bool(LedgerService& ledger, const BusyLedger& of)> run;
};
// Every command that folds or records. Each is accepted where it is the first after BusyLedger's life.
const std::vector<NamedCommand>& writing_commands();
// A fact nobody recorded yet; whether it was accepted.
bool record_another(LedgerService& ledger);

// All that is served, and the same of a replay of the log in memory.
std::string served(LedgerService& ledger);
std::string replayed(LedgerService& ledger);

}  // namespace ipep
