#include "services/sight.h"

#include "events/personal_walk.h"

namespace ipep {

void reveal_to(const PersonId& reader, LedgerService& ledger, Event& event) {
    const Book& book = ledger.book();
    const auto may_read = [&](const std::string& subject) {
        const GroupPage* page = book.find(GroupementId{subject});
        return reader.text.empty() ||
               may(book.common(), reader, Right::read_payees, page ? page->admission.value.cpam : CpamId{});
    };
    reveal_personal(ledger.store(), event);
    each_personal(event.body, [&](const std::string& subject, int, Personal& personal) {
        if (personal.value && !may_read(subject)) personal.value = "—";
    });
}

}  // namespace ipep
