// AccountsInForce: which groupements have an account, by the payees in force; kept from one visa to the next.
//
// Shape:  a groupement is read again where an event since the last question is about it, so that a question costs what
//         happened since. What was erased is forgotten then, too.
// Threads: the ledger's own.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/id.h"

namespace ipep {

class LedgerService;

class AccountsInForce {
public:
    // In byte order. `ledger` is the same each time.
    std::vector<GroupementId> having(const LedgerService& ledger, const std::string& iban);

private:
    void follow(const LedgerService& ledger);
    void read_again(const LedgerService& ledger, const GroupementId& id);

    Position followed_ = 0;
    std::map<GroupementId, std::string> account_of_;
    std::map<std::string, std::set<GroupementId>> having_;
};

}  // namespace ipep
