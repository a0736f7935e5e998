// The core's refusals by name. For the files that name one.
#pragma once

#include "ledger/rejection.h"

namespace ipep::code {

#define IPEP_CODE(name, section, sentence)                           \
    inline constexpr CodeText name##_text{#name, section, sentence}; \
    inline constexpr Code name{name##_text};
#define IPEP_FAULT(name, sentence) IPEP_CODE(name, "", sentence)
#include "ledger/rejection.def"
#undef IPEP_FAULT
#undef IPEP_CODE

}  // namespace ipep::code
