#include "tools/commands/question_line.h"

#include <sstream>

namespace ipep {
namespace {

int answer_here(const Shell& shell, const QuestionLine& line) {
    return shell.told([&] {
        Asking asking = shell.asking();
        return line.answer_here(shell, asking);
    });
}

}  // namespace

void check_argument(CLI::Option& option, const questions::Argument& argument) {
    option.required(argument.is_required);
    if (argument.most >= 0)
        option.check(CLI::Range(argument.least, argument.most));
    else if (argument.least == 0)
        option.check(CLI::NonNegativeNumber);
    else if (argument.least > 0)
        option.check(CLI::PositiveNumber);
    if (const auto named = questions::named_numbers(argument); !named.empty()) {
        option.transform(CLI::CheckedTransformer(named));
    } else if (*argument.choices != 0) {
        std::istringstream words(argument.choices);
        option.check(CLI::IsMember(std::vector<std::string>{std::istream_iterator<std::string>(words), {}}));
    }
}

CLI::App& place_of(CLI::App& program, const questions::Named& named, const std::string& chapter) {
    const std::string command = named.command, help = tr(named.help);
    const questions::Family* family = questions::family_of(command);
    if (!family) return *program.add_subcommand(command, help)->group(chapter);
    const auto known = program.get_subcommands([&](const CLI::App* one) { return one->get_name() == family->name; });
    CLI::App* parent = known.empty() ? program.add_subcommand(family->name, tr(family->help)) : known.front();
    parent->require_subcommand(1)->group(chapter);
    return *parent->add_subcommand(command.substr(command.find(' ') + 1), help)->group("Subcommands");
}

void tie_arguments(CLI::App& command, std::span<const questions::Argument> arguments) {
    for (const questions::Argument& one : arguments)
        if (*one.needs != 0) command.get_option(one.name)->needs(command.get_option(one.needs));
}

void choose(CLI::App& command, std::unique_ptr<QuestionLine> line, bool is_of_every_machine, Run& run) {
    command.callback([&run, is_of_every_machine, line = std::shared_ptr(std::move(line))] {
        if (const std::string wrong = line->settle_words(); !wrong.empty())
            throw CLI::ConversionError(wrong, CLI::ExitCodes::ConversionError);
        run = [is_of_every_machine, line](const Shell& shell) {
            // What is the same on every machine is answered on this one.
            if (shell.options().server.empty() || is_of_every_machine) return answer_here(shell, *line);
            return shell.guarded([&] { return ask_server(shell, line->sought()); });
        };
    });
}

}  // namespace ipep
