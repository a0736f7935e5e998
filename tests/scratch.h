// Scratch: a folder that goes when the test ends; and a trial ledger whose clock and random bytes are fixed, in memory
// or in such a folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "events/log_memory.h"
#include "ledger/year.h"
#include "services/ledger/ledger_service.h"

namespace ipep {

class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

private:
    std::filesystem::path folder_;
};

// A file or folder of the project, by its name from the root.
std::string project_path(const std::string& name);
// A file of tests/data/.
std::string data_path(const std::string& name);
std::string read_data(const std::string& name);
std::string read_file(const std::string& path);

// In memory: a scenario has no use for a disk.
class TrialLedger {
public:
    // IPEP_NOW is 2024-05-31T12:00:00Z, IPEP_SEED the one given.
    explicit TrialLedger(const std::string& seed = "seed") : TrialLedger(seed, {}) {}
    // In that folder, or in memory where none is named.
    TrialLedger(const std::string& seed, std::string folder);

    // Opened for writing; closed and opened again by `reopen`.
    LedgerService& service() { return *service_; }
    void reopen();
    void close() { service_.reset(); }
    // Once more: to read beside it, or, where it is closed, to write.
    std::unique_ptr<LedgerService> open(Access access, StoreOptions options = {}) const;
    // Its store alone, to write. Precondition: closed.
    std::unique_ptr<Store> open_store() const;
    // Another one as it stands now. Precondition: in memory.
    std::shared_ptr<LogMemory> copy() const { return memory_->copy(); }

    // Facts of one file of tests/data/, which must be accepted.
    void append_data(const std::string& name);
    void append(const std::string& lines);
    void settle(ResultYear year);

protected:
    const std::string& folder() const { return folder_; }

private:
    const std::string folder_;
    std::shared_ptr<LogMemory> memory_;  // where there is no folder
    std::unique_ptr<LedgerService> service_;
};

// In a folder, for tests about files, and of what opens a ledger by its folder.
class TrialFolder : private Scratch, public TrialLedger {
public:
    explicit TrialFolder(const std::string& seed = "seed") : TrialLedger(seed, path("ledger")) {}
    using TrialLedger::folder;
};

// What anyone could see of a ledger: head, digest of the head, rows of every view.
std::string state_of(LedgerService& service);

}  // namespace ipep
