// Mark: where a log ends: the last position, and the digest of its record.
#pragma once

#include "ledger/digest.h"
#include "ledger/id.h"

namespace ipep {

struct Mark {
    Position position = 0;
    Digest digest{};
    bool operator==(const Mark&) const = default;
};

}  // namespace ipep
