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

// What a command of the parser asks: what differs between questions, and no more, since it is made for each of them.
class QuestionLine {
public:
    virtual ~QuestionLine() = default;
    // What is wrong with the words together; empty where nothing is.
    virtual std::string settle_words() = 0;
    // Of the ledger on this machine.
    virtual Verdict<Ended> answer_here(const Shell& shell, Asking& asking) const = 0;
    virtual Sought sought() const = 0;
};

// A question without an answer() does not compile, and one that is nowhere defined does not link.
template <questions::Question Asked>
class LineOf final : public QuestionLine {
public:
    std::string settle_words() override { return questions::settle_words(question); }
    Verdict<Ended> answer_here(const Shell& shell, Asking& asking) const override {
        const auto wish = shell.proof_wish();
        return give_answer<TextPages>(shell.out(), shell.options().format, asking, question, whole_json,
                                      wish ? &*wish : nullptr);
    }
    Sought sought() const override { return ipep::sought(question); }

    Asked question;
};

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

// The command, once parsed, is what is run.
void choose(CLI::App& command, std::unique_ptr<QuestionLine> line, bool is_of_every_machine, Run& run);

template <questions::Question Asked>
void add_question(CLI::App& program, const std::string& chapter, Run& run) {
    CLI::App& command = place_of(program, Asked::kNamed, chapter);
    auto line = std::make_unique<LineOf<Asked>>();
    std::size_t at = 0;
    for_each_member(line->question,
                    [&](const char*, auto& member) { add_argument(command, Asked::kArguments[at++], member); });
    tie_arguments(command, Asked::kArguments);
    command.footer(tr(Asked::kNamed.footer));
    choose(
        command, std::move(line), requires { Asked::kOfEveryMachine; }, run);
}

}  // namespace ipep
