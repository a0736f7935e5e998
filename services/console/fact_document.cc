#include "services/console/fact_document.h"

#include <algorithm>

namespace ipep {

const std::string* sent_in(const Visit& visit, std::string_view field) {
    const auto& uploads = visit.request.uploads;
    const auto sent = std::ranges::find(uploads, field, &Upload::field);
    return sent == uploads.end() || sent->content.empty() ? nullptr : &sent->content;
}

Verdict<std::optional<SentDocument>> document_in(const Visit& visit) {
    const std::string* bytes = sent_in(visit, "document");
    if (!bytes) return std::nullopt;
    return IPEP_TRY(sent_document(*bytes));
}

void take_known_source(LedgerService& ledger, const SentDocument& document, RecordFact& command) {
    const auto at = ledger.store().position_of(command.key);
    if (!at) return;
    const Event known = ledger.event(*at, false);
    if (known.source && known.source->sha256 == document.sha256) command.source = known.source;
}

Verdict<> keep_if_asked(const Visit& visit, Position fact, const SentDocument& document) {
    if (visit.form("keep") != "yes") return {};
    return keep_voucher(visit.ledger, fact, document.bytes, visit.reader);
}

}  // namespace ipep
