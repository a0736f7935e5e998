// The services' refusals and faults by name, beside those of the layers below. For the files that name one.
#pragma once

#include "events/code.h"

namespace ipep::code {
#include "services/words/rejection.def"
}  // namespace ipep::code
