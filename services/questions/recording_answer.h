// What recording facts answers, as JSON, its sentences in the reader's language.
//
// Source: contract, `append`, `import`.
#pragma once

#include <boost/json/fwd.hpp>

#include "services/ledger/ledger_service.h"

namespace ipep {

boost::json::object append_answer(const AppendResult& result);
// With `errors`: each refusal as rejection_answer() has it.
boost::json::object trial_answer(const Trial& trial);

}  // namespace ipep
