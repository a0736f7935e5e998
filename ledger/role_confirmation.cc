// Role confirmation: where there are two admins, a role counts once the second has confirmed it.
#include "ledger/acting.h"
#include "ledger/code.h"
#include "ledger/judge_payment.h"

namespace ipep {

Drafts confirm_role(const Book& book, const FactKey& key, const Acting& by) {
    const auto& pending = book.common().pendingGrants;
    const auto grant = std::ranges::find(pending, key, &PendingGrant::key);
    if (grant == pending.end()) return refuse(code::payee_not_pending, {{"key", key.text}});
    IPEP_TRY(authorize(book.common(), by.person, Right::administer));
    if (is_same(by, grant->by) || is_same(by, grant->granted.person))
        return refuse(code::same_person, {{"what", "granting a role"}, {"person", by.person.text}});
    IPEP_TRY(has_come(by));
    IPEP_TRY(may_be_granted(book, grant->granted));
    return std::vector<Draft>{{by.on, {}, {}, RoleConfirmed{key, grant->position}}};
}

}  // namespace ipep
