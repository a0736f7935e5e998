// CommandLine: the words of one command put together from named arguments, as the parser of `ipep` takes them.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

namespace ipep {

std::vector<std::string> words_of(const std::string& text);
// "prove inclusion" among the parser's commands. Precondition: it is one.
CLI::App& command_of(CLI::App& parser, const std::string& command);

class CommandLine {
public:
    CommandLine(CLI::App& parser, const std::string& command);

    // An option that all commands have.
    void common(const std::string& name, const std::string& value);
    // "--revision" or "YEAR"; a list's values are separated by commas.
    void set(const std::string& name, const std::string& value);
    // CLI11 takes the last word first.
    std::vector<std::string> reversed();

private:
    CLI::App& command_;
    std::vector<std::string> words_;
    std::map<std::string, std::string> positional_;
};

}  // namespace ipep
