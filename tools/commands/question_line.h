// QuestionLine: a question as a command of the parser, its members as arguments, and the printers of all questions.
#pragma once

#include "services/questions/all_questions.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/commands/remote.h"

namespace ipep {

// Each asks the question of the shell's ledger and prints the answer; the exit code. A question without one does not
// compile, and one that is nowhere defined does not link.
int ask(const Shell& shell, const questions::Init& question);
int ask(const Shell& shell, const questions::Append& question);
int ask(const Shell& shell, const questions::Template& question);
int ask(const Shell& shell, const questions::Import& question);
int ask(const Shell& shell, const questions::Settle& question);

int ask(const Shell& shell, const questions::Settlement& question);
int ask(const Shell& shell, const questions::Balances& question);
int ask(const Shell& shell, const questions::Envelope& question);
int ask(const Shell& shell, const questions::Statement& question);
int ask(const Shell& shell, const questions::Events& question);
int ask(const Shell& shell, const questions::Report& question);
int ask(const Shell& shell, const questions::Explain& question);
int ask(const Shell& shell, const questions::Rules& question);

int ask(const Shell& shell, const questions::Confirm& question);
int ask(const Shell& shell, const questions::Validate& question);
int ask(const Shell& shell, const questions::Order& question);
int ask(const Shell& shell, const questions::Orders& question);
int ask(const Shell& shell, const questions::Approve& question);
int ask(const Shell& shell, const questions::Suspend& question);
int ask(const Shell& shell, const questions::Requisition& question);
int ask(const Shell& shell, const questions::Cancel& question);
int ask(const Shell& shell, const questions::Resolve& question);
int ask(const Shell& shell, const questions::Issue& question);
int ask(const Shell& shell, const questions::File& question);
int ask(const Shell& shell, const questions::Bank& question);
int ask(const Shell& shell, const questions::CloseMonth& question);
int ask(const Shell& shell, const questions::Reconcile& question);
int ask(const Shell& shell, const questions::Letter& question);
int ask(const Shell& shell, const questions::Notice& question);
int ask(const Shell& shell, const questions::Journal& question);
int ask(const Shell& shell, const questions::TrialBalance& question);
int ask(const Shell& shell, const questions::AccountLedger& question);
int ask(const Shell& shell, const questions::VariationTable& question);

int ask(const Shell& shell, const questions::Verify& question);
int ask(const Shell& shell, const questions::Rebuild& question);
int ask(const Shell& shell, const questions::NewKey& question);
int ask(const Shell& shell, const questions::Checkpoint& question);
int ask(const Shell& shell, const questions::ProveInclusion& question);
int ask(const Shell& shell, const questions::ProveConsistency& question);
int ask(const Shell& shell, const questions::ProveAmount& question);
int ask(const Shell& shell, const questions::ProveAll& question);
int ask(const Shell& shell, const questions::ProveNone& question);
int ask(const Shell& shell, const questions::ProveOrders& question);
int ask(const Shell& shell, const questions::Leaf& question);
int ask(const Shell& shell, const questions::Backup& question);
int ask(const Shell& shell, const questions::Restore& question);
int ask(const Shell& shell, const questions::ExportAudit& question);
int ask(const Shell& shell, const questions::ExportPanel& question);

int ask(const Shell& shell, const questions::History& question);
int ask(const Shell& shell, const questions::Diff& question);
int ask(const Shell& shell, const questions::Simulate& question);
int ask(const Shell& shell, const questions::Review& question);
int ask(const Shell& shell, const questions::FitModel& question);
int ask(const Shell& shell, const questions::AdoptModel& question);
int ask(const Shell& shell, const questions::ApplyModel& question);

int ask(const Shell& shell, const questions::NewToken& question);
int ask(const Shell& shell, const questions::RevokeTokens& question);
int ask(const Shell& shell, const questions::Help& question);

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
            return shell.options().server.empty() ? ask(shell, *question) : ask_server(shell, sought(*question));
        };
    });
}

}  // namespace ipep
