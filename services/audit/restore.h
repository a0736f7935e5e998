// Restore: a backup becomes a ledger again, verified from the first record to the last before it is declared done.
#pragma once

#include "services/audit/verification.h"

namespace ipep {

struct Restored {
    std::uint32_t backup = 0;
    Verification verification;
};

// Into an absent or empty folder; nothing is left there if the backup does not verify.
// Errors: ledger_exists, folder_not_empty, backup_damaged.
Verdict<Restored> restore(const std::string& backups, const std::string& folder, const Progress& progress = {});

}  // namespace ipep
