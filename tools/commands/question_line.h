// QuestionLine: a question as a command of the parser, its members as arguments, and the printers of all questions.
#pragma once

#include "services/questions/all_questions.h"
#include "services/words/language.h"
#include "tools/commands/command.h"

namespace ipep {

// Each asks the question of the shell's ledger and prints the answer; the exit code. A question without one does not
// link.
int ask(const Shell& shell, const questions::Settlement& question);
int ask(const Shell& shell, const questions::Balances& question);
int ask(const Shell& shell, const questions::Envelope& question);
int ask(const Shell& shell, const questions::Statement& question);
int ask(const Shell& shell, const questions::Events& question);
int ask(const Shell& shell, const questions::Explain& question);
int ask(const Shell& shell, const questions::History& question);
int ask(const Shell& shell, const questions::Diff& question);
int ask(const Shell& shell, const questions::Review& question);

template <class Member>
void add_argument(CLI::App& command, const questions::Argument& argument, Member& member) {
    if constexpr (std::is_same_v<Member, bool>) {
        command.add_flag(argument.name, member, tr(argument.help));
    } else {
        CLI::Option* option = command.add_option(argument.name, member, tr(argument.help));
        option->required(argument.is_required);
        if (argument.least == 0) option->check(CLI::NonNegativeNumber);
        if (argument.least > 0) option->check(CLI::PositiveNumber);
        std::istringstream words(argument.choices);
        const std::vector<std::string> choices{std::istream_iterator<std::string>(words), {}};
        if (!choices.empty()) option->check(CLI::IsMember(choices));
    }
}

template <questions::Question Asked>
void add_question(CLI::App& program, Run& run) {
    auto* command = program.add_subcommand(Asked::kNamed.command, tr(Asked::kNamed.help));
    auto question = std::make_shared<Asked>();
    std::size_t at = 0;
    for_each_member(*question,
                    [&](const char*, auto& member) { add_argument(*command, Asked::kArguments[at++], member); });
    command->footer(tr(Asked::kNamed.footer));
    command->callback([&run, question] { run = [question](const Shell& shell) { return ask(shell, *question); }; });
}

}  // namespace ipep
