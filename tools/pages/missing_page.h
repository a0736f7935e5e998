// MissingPage: the facts a settlement waits for: for whom, which, why, and under which kind they are recorded.
//
// Shape:  indicators of one groupement stand on one line; so do groupements that wait for the same.
#pragma once

#include "ledger/rejection.h"

namespace ipep {

std::string missing_page(const Rejection& rejection);

}  // namespace ipep
