// EventLine: one event of the log as a line: position, when it was recorded, the day it counts for, what it is, whose,
// its figures, and the key of a fact.
#pragma once

#include <string>

#include "ledger/event.h"

namespace ipep {

std::string event_line(const Event& event);

}  // namespace ipep
