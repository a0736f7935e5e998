#include "services/payments/voucher.h"

#include "events/codec.h"
#include "services/ledger/ledger_service.h"

namespace ipep {

Voucher voucher_in(std::string document, const Event& event) {
    Voucher voucher{std::move(document), event.position, {}, {}};
    if (event.source) {
        voucher.reference = event.source->reference;
        voucher.sha256 = event.source->sha256;
    } else if (const auto* admitted = std::get_if<GroupementAdmitted>(&event.body)) {
        voucher.reference = admitted->decision;
    } else {
        voucher.reference = std::string(kind_of(event.body)) + ' ' + to_text(event.on);
    }
    return voucher;
}

std::optional<Voucher> confirmation_voucher(LedgerService& ledger, const PaymentOrdered& order) {
    std::optional<Voucher> found;
    const Position end = ledger.book().head() + 1;  // it stands soon behind the change, and before the order
    ledger.store().scan(order.payeeAt + 1, end, [&](Position position, const Record& record) {
        const Event event = read_event(position, record.payload);
        const auto* confirmed = std::get_if<PayeeConfirmed>(&event.body);
        if (!confirmed || confirmed->payeeAt != order.payeeAt) return true;
        if (event.source) found = voucher_in("payeeConfirmed", event);
        return false;
    });
    return found;
}

}  // namespace ipep
