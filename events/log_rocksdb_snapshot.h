// Snapshot: a ledger's files as they stood at one moment, taken beside a writer that goes on; a ledger of its own.
//
// Shape:   in the folder `snapshot` of the ledger: the tables as hard links, as RocksDB never changes one; the anchor,
//          the manifest and the log files as copies. The folder goes with the object; what a killed process left of it
//          goes with the next.
// Promise: it holds every event that was acknowledged before the constructor began. The manifest is the same before and
//          after the files are gathered: none that it names has gone meanwhile.
// Errors:  Fault ledger_busy, if another process takes one; disk_full, disk_fault; no_ledger, not_a_ledger.
// Source:  RocksDB 7.8 copies files only for the process that writes (a read-only or secondary opening cannot keep them
//          from being deleted); ops/decisions/0005-backup-beside-a-writer.md.
#pragma once

#include <string>

#include "events/folder.h"

namespace ipep {

class Snapshot {
public:
    explicit Snapshot(const std::string& ledger);
    const std::string& folder() const { return folder_.path; }

private:
    FolderLock lock_;
    TemporaryFolder folder_;
};

}  // namespace ipep
