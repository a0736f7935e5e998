// The core's refusals by name. For the files that name one.
//
// Shape:  what an entry of a rejection.def becomes is said here for all layers: its text, and the code that is it.
#pragma once

#include "ledger/rejection.h"

#define IPEP_CODE(name, section, sentence)                           \
    inline constexpr CodeText name##_text{#name, section, sentence}; \
    inline constexpr Code name{name##_text};
#define IPEP_FAULT(name, sentence) IPEP_CODE(name, "", sentence)

namespace ipep::code {
#include "ledger/rejection.def"
}  // namespace ipep::code
