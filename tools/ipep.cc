// ipep: the command line of the ledger. Arguments in, an answer on stdout, a refusal on stderr, an exit code.
#include <fmt/core.h>

#include <csignal>
#include <iostream>
#include <unistd.h>

#include "events/fault.h"
#include "tools/command.h"
#include "tools/language.h"
#include "tools/page.h"

namespace {

// RocksDB ends the process when a write meets a full disk that the check before did not see coming.
extern "C" void on_abort(int) {
    constexpr char line[] = "ipep: disk_fault: the store ended the program; nothing more was recorded\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line, sizeof line - 1);
    ::_exit(ipep::kFault);
}

// The language is wanted before the arguments are parsed: the help is in it too.
std::string wished_language(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--lang" && i + 1 < argc) return argv[i + 1];
        if (argument.starts_with("--lang=")) return std::string(argument.substr(7));
    }
    return {};
}

void add_common_options(CLI::App& program, ipep::CommonOptions& options) {
    using ipep::tr;
    program.add_option("--ledger", options.ledger, tr("folder of the ledger"))->envname("IPEP_LEDGER");
    program.add_option("--as-of", options.as_of, tr("read the state after this position, or at this time (RFC 3339)"));
    program.add_option("--format", options.format, tr("text for people, json for programs; explain: dot or html too"))
        ->check(CLI::IsMember({"text", "json", "dot", "html"}));
    program.add_option("--on", options.on, tr("accounting day of a writing command, 2024-05-31"));
    program.add_option("--actor", options.actor, tr("who acts; also from IPEP_ACTOR"));
    program.add_option("--lang", options.lang, tr("fr or en; else the locale's"))->check(CLI::IsMember({"fr", "en"}));
}

// The parser says it in English; its names and values stay.
std::string usage_sentence(const CLI::ParseError& error) {
    using ipep::tr;
    const std::string what = error.what();
    if (ipep::language() == ipep::Language::english) return what;
    if (const auto at = what.find(" is required"); at != std::string::npos)
        return what.starts_with("A subcommand") ? tr("A subcommand is required")
                                                : ipep::fill(tr("{what} is required"), {{"what", what.substr(0, at)}});
    const auto colon = what.find(": ");
    const std::string rest = colon == std::string::npos ? what : what.substr(colon + 2);
    if (what.starts_with("The following argument"))
        return ipep::fill(tr("not expected here: {what}"), {{"what", rest}});
    return ipep::fill(tr("not understood: {what}"), {{"what", what.starts_with("Could not convert") ? rest : what}});
}

void speak_help(CLI::App& program) {
    using ipep::tr;
    const std::pair<const char*, std::string> labels[] = {
        {"Usage", tr("Usage")},       {"OPTIONS", tr("OPTIONS")},   {"SUBCOMMAND", tr("COMMAND")}, {"TEXT", tr("TEXT")},
        {"REQUIRED", tr("REQUIRED")}, {"INT", tr("NUMBER")},        {"UINT", tr("NUMBER")},        {"Env", tr("Env")},
        {"INT:NONNEGATIVE", tr("NUMBER")}, {"Positionals", tr("Arguments")}};
    for (const auto& [label, word] : labels) program.get_formatter()->label(label, word);
    for (CLI::App* command : program.get_subcommands({})) command->group(tr("Commands"));
}

int wrong_usage(const std::string& what) {
    fmt::print(stderr, "ipep: usage: {}\n", what);
    return ipep::kWrongUsage;
}

int run_program(const ipep::Run& run, const ipep::Shell& shell) {
    try {
        return run(shell);
    } catch (const ipep::WrongUsage& usage) {
        return wrong_usage(usage.what());
    } catch (const ipep::InvalidClock&) {
        return wrong_usage(ipep::tr("IPEP_NOW takes a time as 2024-05-31T12:00:00Z"));
    } catch (const ipep::Fault& fault) {
        const auto code = fault.rejection.code;
        const bool refused = code == ipep::Code::no_ledger || code == ipep::Code::not_a_ledger;
        return shell.refuse(fault.rejection, refused ? ipep::kRefused : ipep::kFault);
    } catch (const std::exception& error) {
        return shell.refuse({ipep::Code::disk_fault, {{"what", error.what()}}}, ipep::kFault);
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGABRT, on_abort);
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_DFL);
    ipep::choose_language(wished_language(argc, argv));

    CLI::App program(ipep::tr("Ipep ledger: incentive payments and advances, every amount traced to its facts."),
                     "ipep");
    ipep::CommonOptions options;
    ipep::Run run;
    add_common_options(program, options);
    program.fallthrough();
    program.require_subcommand(1);
    program.set_help_flag("-h,--help", ipep::tr("print this help"));
    ipep::add_recording_commands(program, run);
    ipep::add_reading_commands(program, run);
    ipep::add_explaining_commands(program, run);
    ipep::add_verifying_commands(program, run);
    ipep::add_proving_commands(program, run);
    ipep::add_history_commands(program, run);
    ipep::add_simulating_commands(program, run);
    ipep::add_adjusting_commands(program, run);
    ipep::add_panel_command(program, run);
    ipep::add_reviewing_commands(program, run);
    ipep::add_help_commands(program, run);
    speak_help(program);
    try {
        program.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return program.exit(help);
    } catch (const CLI::ParseError& error) {
        return wrong_usage(usage_sentence(error) + ". " + ipep::tr("`ipep --help` shows the commands."));
    }
    const bool drawn = options.format == "dot" || options.format == "html";
    if (drawn && !program.got_subcommand("explain")) return wrong_usage(ipep::tr("--format is text or json here"));
    return run_program(run, ipep::Shell(options));
}
