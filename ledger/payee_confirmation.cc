// Payee confirmation: a changed account counts once a second person has confirmed it.
#include "ledger/acting.h"
#include "ledger/code.h"

namespace ipep {
Drafts confirm_payee(const Book& book, const GroupementId& groupement, const FactKey& key, const Acting& by) {
    const GroupState* page = book.find(groupement);
    if (!page) return refuse(code::payee_not_pending, {{"key", key.text}});
    const auto pending = std::ranges::find(page->pendingPayees, key, &PendingPayee::key);
    if (pending == page->pendingPayees.end()) return refuse(code::payee_not_pending, {{"key", key.text}});
    const CpamId& cpam = page->admission.value.cpam;
    IPEP_TRY(may_confirm(book.common(), by, cpam));
    if (is_same(by, pending->by))
        return refuse(code::same_person, {{"what", "changing a payee"}, {"person", by.person.text}});
    IPEP_TRY(has_come(by));
    if (by.on < pending->on && by.bounds > 0)
        return refuse(code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(pending->on)}});
    return std::vector<Draft>{{by.on, {}, {}, PayeeConfirmed{groupement, key, pending->position}}};
}

}  // namespace ipep
