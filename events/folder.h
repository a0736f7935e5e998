// Folder: a ledger's folder: what it is, and who writes.
//
// Errors: Fault ledger_busy, format_newer; a Rejection where the folder holds no ledger.
#pragma once

#include <string>

#include "events/format.h"
#include "ledger/rejection.h"

namespace ipep {

// Held while the object lives; the kernel lets go of it when the process ends, however it ends.
class FolderLock {
public:
    explicit FolderLock(const std::string& folder, const char* name = "LOCK");
    ~FolderLock();
    // Leaves word of who writes, for those who find the ledger busy.
    void announce(const std::string& holder) const;
    // Whether anybody holds it now.
    static bool is_held(const std::string& folder, const char* name = "LOCK");
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int descriptor_;
};

// Gone with the object, and what is in it.
struct TemporaryFolder {
    std::string path;
    explicit TemporaryFolder(std::string folder) : path(std::move(folder)) {}
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

// What FORMAT says, or why the folder is no ledger: no_ledger, if it is absent, empty, or one whose making was
// interrupted; else not_a_ledger.
Verdict<Format> read_format(const std::string& folder);
// The same; why the folder is no ledger is thrown as a Fault.
Format format_of(const std::string& folder);

}  // namespace ipep
