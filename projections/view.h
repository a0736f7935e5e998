// A view answers one kind of question. It is a pure fold over the events; its rows are kept beside the log with the
// position they stand at, caught up at opening, and may be thrown away at any time.
#pragma once

#include "ledger/event.h"

namespace ipep {

// Raised when a row's shape or a fold changes: older rows are thrown away and folded again.
inline constexpr std::int64_t kViewsVersion = 14;

using Rows = std::vector<std::pair<std::string, std::optional<std::string>>>;

}  // namespace ipep
