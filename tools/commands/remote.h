// Remote: a command of `ipep` asked of a server instead of a ledger on this machine: the same words, the same answer.
//
// Shape:  the resource of the command gives path and query; a file the command reads is the body; what it makes comes
//         back as bytes. IPEP_TOKEN is the bearer token; IPEP_CA, IPEP_CERTIFICATE and IPEP_KEY are PEM files for TLS.
// Errors: the server's problem, told as the command would tell it; server_unreachable; files_of_this_machine.
#pragma once

#include "tools/commands/program.h"

namespace ipep {

// Precondition: `program` is parsed and options().server is set.
int run_remote(Program& program, const Shell& shell);

}  // namespace ipep
