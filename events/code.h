// The log's refusals and faults by name, beside the core's. For the files that name one.
#pragma once

#include "ledger/code.h"

namespace ipep::code {
#include "events/rejection.def"
}  // namespace ipep::code
