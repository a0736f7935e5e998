#include "tools/commands/command_line.h"

#include <algorithm>
#include <sstream>

namespace ipep {

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

CLI::App& command_of(CLI::App& parser, const std::string& command) {
    CLI::App* found = &parser;
    for (const std::string& word : words_of(command)) found = found->get_subcommand(word);
    return *found;
}

CommandLine::CommandLine(CLI::App& parser, const std::string& command)
    : command_(command_of(parser, command)), words_(words_of(command)) {}

void CommandLine::common(const std::string& name, const std::string& value) {
    words_.insert(words_.begin(), "--" + name + '=' + value);
}

void CommandLine::set(const std::string& name, const std::string& value) {
    if (!name.starts_with("--"))
        positional_[name] = value;
    else if (command_.get_option(name)->get_expected_max() > 0)
        words_.push_back(name + '=' + value);
    else if (value.empty() || value == "true")
        words_.push_back(name);
}

std::vector<std::string> CommandLine::reversed() {
    words_.push_back("--");
    for (const CLI::Option* option : command_.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
        const auto given = positional_.find(option->get_name(true));
        if (given == positional_.end()) continue;
        const bool is_list = option->get_expected_max() > 1;
        std::istringstream parts(given->second);
        for (std::string part; is_list && std::getline(parts, part, ',');) words_.push_back(part);
        if (!is_list) words_.push_back(given->second);
    }
    std::ranges::reverse(words_);
    return words_;
}

}  // namespace ipep
