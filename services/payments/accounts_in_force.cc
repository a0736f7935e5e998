#include "services/payments/accounts_in_force.h"

#include "ledger/about.h"
#include "services/ledger/ledger_service.h"
#include "services/payments/evidence.h"

namespace ipep {

std::vector<GroupementId> AccountsInForce::having(const LedgerService& ledger, const std::string& iban) {
    follow(ledger);
    const auto found = having_.find(iban);
    if (iban.empty() || found == having_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

void AccountsInForce::follow(const LedgerService& ledger) {
    const Position head = ledger.book().head();
    if (followed_ == 0 || head < followed_) {
        *this = {};
        for (const GroupementId& id : ledger.book().groupements()) read_again(ledger, id);
    } else {
        std::set<GroupementId> touched;
        for (Position at = followed_ + 1; at <= head; ++at)
            if (const auto id = about(ledger.event(at, false).body).groupement) touched.insert(*id);
        for (const GroupementId& id : touched) read_again(ledger, id);
    }
    followed_ = head;
}

void AccountsInForce::read_again(const LedgerService& ledger, const GroupementId& id) {
    const GroupState* page = ledger.book().find(id);
    if (!page) return;
    std::string& account = account_of_[id];
    if (!account.empty()) having_[account].erase(id);
    account = payee_of(ledger, page->payeeAt).iban.value.value_or("");
    if (!account.empty()) having_[account].insert(id);
}

}  // namespace ipep
