// Fault: what the world may break (disk, damage, another writer). Thrown below, handled in the shell only: exit code 3.
#pragma once

#include <stdexcept>
#include <system_error>

#include "ledger/rejection.h"

namespace ipep {

struct Fault : std::runtime_error {
    explicit Fault(Code code, std::vector<std::pair<std::string, std::string>> arguments = {})
        : std::runtime_error(std::string(text_of(code).code)), rejection{code, std::move(arguments)} {}
    Rejection rejection;
};

// What the system said of a path (an `errno`): permission_missing, where a right is wanting; disk_full;
// machine_exhausted (descriptors, memory); path_unusable, where another path would do; disk_fault for the rest, which
// is the disk's own.
Fault fault_of(const std::string& path, int error);
Fault fault_of(const std::string& path, const std::error_code& error);

}  // namespace ipep
