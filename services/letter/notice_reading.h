// Notice reading: the notices of a year, from what the ledger knows.
//
// Shape:  each as the revision that stands was settled, from the facts known then; in byte order of the groupements.
// Errors: settlement_absent; unknown_groupement; reference_unknown, where the year is none of the groupement's;
//         not_allowed, where the reader may not read its amounts. Who gives no name holds the ledger's files, and reads
//         all.
// Source: CDC 2019 §13-II, §15; contract, "Payments", table of rights.
#pragma once

#include "ledger/year.h"
#include "services/ledger/ledger_service.h"
#include "services/letter/notice.h"
#include "services/reader/reader.h"

namespace ipep {

struct AddressedNotice {
    GroupementId groupement;
    std::int64_t revision = 0;
    Notice notice;
};
// Of one groupement, or of all that the reader may read.
Verdict<std::vector<AddressedNotice>> notices_of(LedgerService& ledger, ResultYear year,
                                                 const std::optional<GroupementId>& only, const Reader& reader);

}  // namespace ipep
