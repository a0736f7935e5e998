// SentDocument: a file that a person sends with what is recorded. By its SHA-256 it becomes the source, and it may be
// kept as the voucher (voucher_file.h). What it is called where it comes from is not kept: names of files name persons.
//
// Errors: those of voucher_kind().
#pragma once

#include "services/ledger/voucher_file.h"

namespace ipep {

struct SentDocument {
    std::string bytes, sha256;
};

Verdict<SentDocument> sent_document(std::string bytes);

// The document behind what a person says of the source; "document" where nothing is said.
Source source_of(const SentDocument& document, const std::optional<Source>& said);

}  // namespace ipep
