// The log's refusals and faults by name, beside the core's. For the files that name one.
#pragma once

#include "ledger/code.h"

namespace ipep::code {

#define IPEP_CODE(name, section, sentence)                           \
    inline constexpr CodeText name##_text{#name, section, sentence}; \
    inline constexpr Code name{name##_text};
#define IPEP_FAULT(name, sentence) IPEP_CODE(name, "", sentence)
#include "events/rejection.def"
#undef IPEP_FAULT
#undef IPEP_CODE

}  // namespace ipep::code
