// Code: the name of each refusal and fault, from the catalogue ledger/rejection.def. For the files that name one.
#pragma once

#include "ledger/rejection.h"

namespace ipep {

enum class Code : std::uint16_t {
#define IPEP_CODE(name, section, sentence) name,
#include "ledger/rejection.def"
#undef IPEP_CODE
};

}  // namespace ipep
