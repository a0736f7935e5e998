// SheetImport: a filled-in spreadsheet recorded whole or not at all, and everything that is wrong with it at once.
//
// Shape:  cells first, then the facts they make are judged as if they were recorded one behind the other. A fact that
//         the same words made before is known already, from whichever file; the file's SHA-256 is the source of new
//         ones.
// Errors: not_allowed, for the whole file; sheet_unreadable, sheet_too_large. All else is a finding with its place.
// Source: contract, "Second edition", `import`.
#pragma once

#include "ledger/year.h"
#include "services/ledger/ledger_service.h"
#include "services/sheets/known_value.h"
#include "services/sheets/sheet_facts.h"

namespace ipep::sheets {

// The settlement that would follow, of the last year the facts are about.
struct SettlementAhead {
    ResultYear year = 0;
    Verdict<std::vector<Draft>> drafts;
};

struct SheetImport {
    AppendResult result;  // of a dry run: what recording would give
    std::vector<Finding> errors;
    std::vector<Finding> notes;     // what was read otherwise than it stands
    std::vector<Finding> warnings;  // what stands out, and is right or wrong
    std::size_t unfilled = 0;       // rows without a value
    std::vector<SheetFact> facts;
    std::optional<SettlementAhead> ahead;  // of a dry run, where nothing is refused
    Spreadsheet file;
};

enum class Recording : std::uint8_t { yes, dry_run };

// `reasons`: why each warning is right, in their order, kept with the source of the fact; none where nobody was asked.
Verdict<SheetImport> import_sheet(LedgerService& ledger, std::string_view bytes, const PersonId& actor,
                                  Recording recording, const std::vector<std::string>& reasons = {});

// Keeps the file as the voucher of the facts that it made and that name it; whether there are any. Errors:
// voucher_too_large, voucher_kind.
Verdict<bool> keep_sheet(LedgerService& ledger, const SheetImport& import, std::string_view bytes);

}  // namespace ipep::sheets
