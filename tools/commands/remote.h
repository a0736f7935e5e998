// Remote: a question asked of a server instead of a ledger on this machine: the same words, the same answer.
//
// Shape:  the resource of the question gives path and query; a file the command reads is the body; what it makes comes
//         back as bytes. IPEP_TOKEN is the bearer token; IPEP_CA, IPEP_CERTIFICATE and IPEP_KEY are PEM files for TLS.
// Errors: the server's problem, told as the command would tell it; server_unreachable; files_of_this_machine.
#pragma once

#include "services/questions/given_words.h"
#include "tools/commands/shell.h"

namespace ipep {

// A question, as far as it is told to a server: what was given, by the names of its arguments ("YEAR", "--revision").
struct Sought {
    std::string command;
    std::span<const http::Resource> resources;
    http::Fields given;
};

// Precondition: options().server is set.
int ask_server(const Shell& shell, const Sought& sought);

template <questions::Question Asked>
Sought sought(const Asked& question) {
    return {Asked::kNamed.command, Asked::kResources, questions::given_words(question)};
}

}  // namespace ipep
