#include "services/payments/voucher.h"

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

}  // namespace ipep
