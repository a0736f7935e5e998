// Take-over confirmation: a payment made before the ledger counts as paid once a second person has confirmed it.
#include "ledger/acting.h"
#include "ledger/code.h"

namespace ipep {

Drafts confirm_take_over(const Book& book, const GroupementId& groupement, const FactKey& key, const Acting& by) {
    const GroupState* page = book.find(groupement);
    if (!page) return refuse(code::payee_not_pending, {{"key", key.text}});
    const auto found =
        std::ranges::find_if(page->takenOver, [&](const TakenOver& one) { return one.key == key && one.waits(); });
    if (found == page->takenOver.end()) return refuse(code::payee_not_pending, {{"key", key.text}});
    const CpamId& cpam = page->admission.value.cpam;
    IPEP_TRY(may_confirm(book.common(), by, cpam));
    if (is_same(by, found->noted.by))
        return refuse(code::same_person, {{"what", "taking over a payment"}, {"person", by.person.text}});
    IPEP_TRY(in_open_month(book, cpam, by));
    if (by.on < found->noted.on)
        return refuse(code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(found->noted.on)}});
    const Money amount = found->noted.value.amount;
    const Claim claim = found->claim();
    return std::vector<Draft>{{by.on,
                               {},
                               {},
                               TakeOverConfirmed{.groupement = groupement,
                                                 .confirms = key,
                                                 .takenOverAt = found->noted.position,
                                                 .amount = amount,
                                                 .parts = {{claim.of, claim.paymentYear, amount - found->booked}}}}};
}

}  // namespace ipep
