// Commands: what the one that was chosen does, answering with an exit code.
#pragma once

#include <CLI/CLI.hpp>

#include "tools/commands/shell.h"

namespace ipep {

using Run = std::function<int(const Shell&)>;

}  // namespace ipep
