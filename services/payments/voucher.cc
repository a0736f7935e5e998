#include "services/payments/voucher.h"

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

std::optional<Voucher> confirmation_voucher(const LedgerService& ledger, const PaymentOrdered& order) {
    const Position head = ledger.book().head();
    for (Position at = order.payeeAt + 1; at <= head; ++at) {
        const Event event = ledger.event(at, false);
        const auto* confirmed = std::get_if<PayeeConfirmed>(&event.body);
        if (!confirmed || confirmed->payeeAt != order.payeeAt) continue;
        return event.source ? std::optional(voucher_in("payeeConfirmed", event)) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace ipep
