// Every refusal and fault of the program, refusals first: the log's, the core's, the services'.
#pragma once

#include <span>

#include "ledger/rejection.h"

namespace ipep {

std::span<const Code> all_codes();

}  // namespace ipep
