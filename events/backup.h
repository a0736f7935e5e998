// Backup: a folder of backups, each the state of a ledger that was acknowledged when it began; kept by RocksDB's
// BackupEngine, which copies only files it does not have yet and keeps a checksum of each.
//
// Shape:  the ledger's FORMAT and mark travel with each backup as its metadata.
// Errors: Fault backup_damaged, if there is none or its files do not check.
#pragma once

#include <string>
#include <vector>

#include "events/format.h"
#include "events/mark.h"

namespace ipep {

struct Backup {
    std::uint32_t number = 0;
    Format format;
    Mark mark;
    std::int64_t at = 0, bytes = 0;  // seconds since 1970; of all its files
};

// One more backup of a ledger, also beside another process that writes to it: of all that was acknowledged before, and
// what was on its way. Gives the mark it stands at. Errors: those of Snapshot and Store; backup_damaged.
Mark back_up(const std::string& ledger, const std::string& backups);

// The newest backup in the folder, every file of it checked.
Backup newest_backup(const std::string& backups);

// All of them, the oldest first, their files not checked; none where there is no such folder.
std::vector<Backup> list_backups(const std::string& backups);

// Puts the newest backup's files together as a ledger in an empty folder. Its events are the caller's to verify.
Backup restore_files(const std::string& backups, const std::string& folder);

}  // namespace ipep
