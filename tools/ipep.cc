// ipep: the command line of the ledger. Arguments in, an answer on stdout, a refusal on stderr, an exit code.
#include <csignal>
#include <iostream>
#include <optional>

#include "services/words/language.h"
#include "services/words/utf8.h"
#include "tools/commands/program.h"
#include "tools/last_word.h"
#include "tools/pages/style.h"
#include "tools/process.h"

namespace {

// The language is wanted before the arguments are parsed: the help is in it too.
std::string wished_language(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--lang" && i + 1 < argc) return argv[i + 1];
        if (argument.starts_with("--lang=")) return std::string(argument.substr(7));
    }
    return {};
}

int wrong_usage(const std::string& what) {
    std::cerr << "ipep: usage: " << ipep::as_utf8(what) << '\n';
    return ipep::kWrongUsage;
}

// The command as far as it was understood: "ipep export panel".
std::string understood(const CLI::App& parser) {
    std::string command = "ipep";
    for (auto next = parser.get_subcommands(); !next.empty(); next = next.front()->get_subcommands())
        command += ' ' + next.front()->get_name();
    return command;
}

// `shell`: made once the options are known; an answer it lost is told at the end.
int run(ipep::Program& program, std::optional<ipep::Shell>& shell, int argc, char** argv) {
    try {
        program.parser().parse(argc, argv);
    } catch (const CLI::Success& asked) {  // for help or the version
        return program.parser().exit(asked);
    } catch (const CLI::ParseError& error) {
        return wrong_usage(
            ipep::usage_sentence(error) + ". " +
            ipep::fill(ipep::tr("`{command} --help` says more."), {{"command", understood(program.parser())}}));
    }
    const ipep::CommonOptions& options = program.options();
    const bool drawn = options.format == "dot" || options.format == "html";
    if (drawn && !program.parser().got_subcommand("explain"))
        return wrong_usage(ipep::tr("--format is text or json here"));
    try {
        ipep::Surroundings told = options.environment.surroundings();
        if (options.least_answers) told.least_answers = *options.least_answers;
        ipep::choose_surroundings(std::move(told));
        shell.emplace(options);
        ipep::prepare_last_word([&](const ipep::Rejection& fault) { shell->refuse(fault, ipep::kFault); });
        return program.run(*shell);
    } catch (const ipep::WrongUsage& usage) {
        return wrong_usage(usage.what());
    }
}

}  // namespace

int main(int argc, char** argv) {
    ipep::settle_process(ipep::Closed::fails);
    ipep::prepare_last_word();
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_DFL);
    ipep::Environment environment = ipep::read_environment();
    ipep::choose_language(wished_language(argc, argv), environment.locale);
    ipep::allow_style(environment.styled);
    ipep::Program program;
    program.parser().set_version_flag("--version", "ipep " IPEP_VERSION, ipep::tr("print the version"));
    program.options().environment = std::move(environment);
    std::optional<ipep::Shell> shell;
    const int code = run(program, shell, argc, argv);
    if (!shell) shell.emplace(program.options());
    return ipep::exit_code_told(shell->ended(code));
}
