// Completion: what a shell offers of `ipep`'s commands, options and choices, as a script of bash.
//
// Source: bash manual, "Programmable Completion".
#pragma once

#include <string>

namespace ipep {

std::string bash_completion();

}  // namespace ipep
