#include "services/sight.h"

#include "events/personal_walk.h"
#include "services/recorder.h"

namespace ipep {
namespace {

constexpr char kVeil[] = "—";

class Sight {
public:
    Sight(const PersonId& reader, const Book& book) : reader_(reader), book_(book) {}

    bool reads(const CpamId& cpam) const {
        return reader_.text.empty() || may(book_.common(), reader_, Right::read_payees, cpam);
    }
    bool reads_of(const GroupementId& groupement) const {
        const GroupPage* page = book_.find(groupement);
        return reads(page ? page->admission.value.cpam : CpamId{});
    }

private:
    const PersonId& reader_;
    const Book& book_;
};

}  // namespace

void veil_from(const PersonId& reader, const Book& book, Event& event) {
    const Sight sight(reader, book);
    if (auto* file = std::get_if<FileIssued>(&event.body); file && !sight.reads(file->cpam))
        file->debtorName = file->debtorIban = file->debtorBic = kVeil;
    if (auto* approved = std::get_if<OrderApproved>(&event.body); approved && !sight.reads_of(approved->groupement))
        for (VisaCheck& check : approved->checks)
            if (check.check == CheckName::account) check.found = kVeil;
}

std::set<std::string> reveal_to(const PersonId& reader, LedgerService& ledger, Event& event) {
    const Sight sight(reader, ledger.book());
    std::set<std::string> shown;
    reveal_personal(ledger.store(), event);
    each_personal(event.body, [&](const std::string& subject, int, Personal& personal) {
        if (!personal.value) return;
        if (sight.reads_of({subject})) shown.insert(subject);
        else personal.value = kVeil;
    });
    veil_from(reader, ledger.book(), event);
    return shown;
}

}  // namespace ipep
