// QuestionLine: a question as a command of the parser, its members as arguments, answered here or by a server.
#pragma once

#include "services/questions/all_questions.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/commands/remote.h"
#include "tools/pages/text_pages.h"

namespace ipep {

// The commands and kinds the program knows, which is of no ledger.
Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Help& question);

// Answers the question of the ledger on this machine and writes the answer; the exit code. A question without an
// answer() does not compile, and one that is nowhere defined does not link.
template <questions::Question Asked>
int answer_here(const Shell& shell, const Asked& question) {
    return shell.told([&]() -> Verdict<Ended> {
        Asking asking = shell.asking();
        const auto found = IPEP_TRY(answer(asking, question));
        write_answer<TextPages>(shell.out(), shell.options().format, question, found.value, found.trial);
        return found.ended;
    });
}

// What an argument may be besides what its type has it be.
void check_argument(CLI::Option& option, const questions::Argument& argument);
// Where the command of the question stands among the parser's, with the family it is of; `chapter` is that of the help.
CLI::App& place_of(CLI::App& program, const questions::Named& named, const std::string& chapter);
// What must stand with what.
void tie_arguments(CLI::App& command, std::span<const questions::Argument> arguments);

template <class Member>
void add_argument(CLI::App& command, const questions::Argument& argument, Member& member) {
    if constexpr (std::is_same_v<Member, bool>)
        command.add_flag(argument.name, member, tr(argument.help));
    else
        check_argument(*command.add_option(argument.name, member, tr(argument.help)), argument);
}

template <questions::Question Asked>
void add_question(CLI::App& program, const std::string& chapter, Run& run) {
    CLI::App& command = place_of(program, Asked::kNamed, chapter);
    auto question = std::make_shared<Asked>();
    std::size_t at = 0;
    for_each_member(*question,
                    [&](const char*, auto& member) { add_argument(command, Asked::kArguments[at++], member); });
    tie_arguments(command, Asked::kArguments);
    command.footer(tr(Asked::kNamed.footer));
    command.callback([&run, question] {
        if (const std::string wrong = questions::settle_words(*question); !wrong.empty())
            throw CLI::ConversionError(wrong, CLI::ExitCodes::ConversionError);
        run = [question](const Shell& shell) {
            // What is the same on every machine is answered on this one.
            if (shell.options().server.empty() || requires { Asked::kOfEveryMachine; })
                return answer_here(shell, *question);
            return shell.guarded([&] { return ask_server(shell, sought(*question)); });
        };
    });
}

}  // namespace ipep
