#include "services/ledger/sent_document.h"

#include "events/encoding.h"
#include "events/seal.h"

namespace ipep {

Verdict<SentDocument> sent_document(std::string bytes) {
    IPEP_TRY(voucher_kind(bytes));
    std::string sha256 = to_hex(bytes_of(ipep::sha256(bytes)));
    return SentDocument{std::move(bytes), std::move(sha256)};
}

Source source_of(const SentDocument& document, const std::optional<Source>& said) {
    return {said ? said->reference : "document", document.sha256};
}

}  // namespace ipep
