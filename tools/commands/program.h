// Program: the questions and commands of `ipep` as one parser, and what a run of them answers.
//
// Shape:  parse() fills the options and chooses what run() does.
#pragma once

#include "tools/commands/command.h"

namespace ipep {

class Program {
public:
    Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    CLI::App& parser() { return parser_; }
    CommonOptions& options() { return options_; }
    // Runs what was parsed; a fault or a wrong use is told by the shell like a refusal.
    int run(const Shell& shell) const;

private:
    CLI::App parser_;
    CommonOptions options_;
    Run run_;
};

// What CLI11 found wrong, in the reader's language.
std::string usage_sentence(const CLI::ParseError& error);

}  // namespace ipep
