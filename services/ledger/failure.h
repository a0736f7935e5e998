// Failure: what was thrown on the way to an answer, as the answer it stands for.
//
// Shape:   three kinds exist. A refusal is a value and never thrown. A fault is the world's: a disk, damage, a machine
//          that gives no more; it has a code and whoever asked is told. All else is a defect, ours: nobody catches it,
//          and the process ends with exit code 70 (ledger/check.h).
// Threads: any.
#pragma once

#include <functional>
#include <optional>

#include "ledger/rejection.h"

namespace ipep {

// Does it; the fault that stopped it, or nothing. An amount beyond what Money holds is told as total_out_of_range, so
// that whoever asked for it is answered and nobody else is harmed.
std::optional<Rejection> failure_of(const std::function<void()>& act);

}  // namespace ipep
