// Fault: what the world may break (disk, damage, another writer). Thrown below, handled in the shell only: exit code 3.
#pragma once

#include <stdexcept>

#include "ledger/rejection.h"

namespace ipep {

struct Fault : std::runtime_error {
    explicit Fault(Code code, std::vector<std::pair<std::string, std::string>> arguments = {})
        : std::runtime_error(std::string(text_of(code).code)), rejection{code, std::move(arguments)} {}
    Rejection rejection;
};

}  // namespace ipep
