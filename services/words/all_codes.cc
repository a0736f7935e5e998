#include "services/words/all_codes.h"

#include "services/words/code.h"

namespace ipep {
namespace {

#undef IPEP_CODE
#undef IPEP_FAULT
constexpr Code kAll[] = {
#define IPEP_CODE(name, section, sentence) code::name,
#define IPEP_FAULT(name, sentence)
#include "events/rejection.def"
#include "ledger/rejection.def"
#include "services/words/rejection.def"
#undef IPEP_FAULT
#undef IPEP_CODE
#define IPEP_CODE(name, section, sentence)
#define IPEP_FAULT(name, sentence) code::name,
#include "events/rejection.def"
#include "ledger/rejection.def"
#include "services/words/rejection.def"
#undef IPEP_FAULT
#undef IPEP_CODE
};

}  // namespace

std::span<const Code> all_codes() { return kAll; }

}  // namespace ipep
