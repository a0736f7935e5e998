// FactDocument: the document that a person sends with the form of a fact or of a confirmation: by its SHA-256 the
// source, and kept as the voucher if asked.
#pragma once

#include "services/console/visit.h"
#include "services/ledger/sent_document.h"

namespace ipep {

// The bytes sent in a field of a form; null where none were.
const std::string* sent_in(const Visit& visit, std::string_view field);

// Nothing where none was sent. Errors: those of voucher_kind().
Verdict<std::optional<SentDocument>> document_in(const Visit& visit);

// Sent twice, it is recorded already, with its document and the reasons: the same fact.
void take_known_source(LedgerService& ledger, const SentDocument& document, RecordFact& command);

// Where the form asks for it.
Verdict<> keep_if_asked(const Visit& visit, Position fact, const SentDocument& document);

}  // namespace ipep
