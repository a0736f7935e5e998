// Scratch: a folder that goes when the test ends, and a trial ledger in it whose clock and random bytes are fixed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "services/ledger_service.h"

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

class TrialLedger {
public:
    // IPEP_NOW is 2024-05-31T12:00:00Z, IPEP_SEED the one given.
    explicit TrialLedger(const std::string& seed = "seed");

    const std::string& folder() const { return folder_; }
    // Opened for writing; closed and opened again by `reopen`.
    LedgerService& service() { return *service_; }
    void reopen();
    void close() { service_.reset(); }

    // Facts of one file of tests/data/, which must be accepted.
    void append_data(const std::string& name);
    void append(const std::string& lines);
    void settle(Year year);

private:
    Scratch scratch_;
    std::string folder_;
    std::unique_ptr<LedgerService> service_;
};

// What anyone could see of a ledger: head, digest of the head, rows of every view.
std::string state_of(LedgerService& service);

}  // namespace ipep
