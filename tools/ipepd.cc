// ipepd: the server of a ledger. `ipepd --config FILE`, or `ipepd --demo` for the five-year experiment without any.
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "services/http/log_lines.h"
#include "services/http/service.h"
#include "services/ledger/failure.h"
#include "services/words/code.h"
#include "services/words/language.h"
#include "services/words/utf8.h"
#include "tools/console_pages.h"
#include "tools/demo_ledger.h"
#include "tools/demo_story.h"
#include "tools/environment.h"
#include "tools/last_word.h"
#include "tools/process.h"
#include "tools/served_questions.h"

namespace {

int tell(std::ostream& to, const ipep::Rejection& rejection, int code) {
    to << "ipepd: " << text_of(rejection.code).code << ": " << ipep::as_utf8(rejection.sentence()) << '\n';
    return code;
}

int refuse(const ipep::Rejection& rejection, int code) { return tell(std::cerr, rejection, code); }

int serve(const ipep::http::Configuration& configuration) {
    const auto commands = ipep::served_questions(configuration);
    ipep::Console console({.signing_key = configuration.signing_key,
                           .ledger = configuration.ledger,
                           .backups = configuration.backups,
                           .tokens = configuration.tokens_file(),
                           .debtors = configuration.debtors,
                           .version = IPEP_VERSION});
    const ipep::http::Pages pages = ipep::pages_of(console);
    int exit_code = 0;
    const auto failed = ipep::failure_of([&] {
        ipep::http::Service service(configuration, *commands, pages);
        exit_code = service.run();
    });
    if (failed) return refuse(*failed, 3);
    // A log that goes nowhere cannot say so; of the streams stdout is left.
    if (ipep::http::log_lines_lost() > 0)
        return tell(std::cout,
                    {ipep::code::output_lost,
                     {{"stream", "Standard error"}, {"what", std::strerror(ipep::http::log_failure())}}},
                    exit_code);
    return exit_code;
}

int run(const ipep::Environment& environment, int argc, char** argv) {
    ipep::choose_language("en");
    CLI::App parser("The server of an Ipep ledger: API, console and event stream.", "ipepd");
    std::string config, ledger;
    bool demo = false;
    int port = -1;
    auto* file = parser.add_option("--config", config, "configuration, TOML; ops/ipepd.toml shows every key");
    parser.add_flag("--demo", demo, "serve the five-year experiment on this machine, without configuration")
        ->excludes(file);
    parser.add_option("--ledger", ledger, "folder of the ledger; with --demo a temporary one if not given");
    parser.add_option("--port", port, "another port than the configuration's")->check(CLI::Range(0, 65535));
    parser.set_version_flag("--version", "ipepd " IPEP_VERSION, "print the version");
    CLI11_PARSE(parser, argc, argv);
    ipep::http::Configuration configuration;
    if (!config.empty()) {
        auto read = ipep::http::read_configuration(config);
        if (!read) return refuse(read.error(), 2);
        configuration = std::move(*read);
    }
    if (!ledger.empty()) configuration.ledger = ledger;
    if (port >= 0) configuration.port = static_cast<std::uint16_t>(port);
    configuration.demo = demo;
    ipep::choose_surroundings(environment.surroundings(configuration.least_answers));
    const auto failed = ipep::failure_of([&] {
        if (!demo) return;
        configuration.ledger = ipep::make_demo_ledger(configuration.ledger);
        configuration.debtors = ipep::make_demo_debtors(configuration.ledger);
    });
    if (failed) return refuse(*failed, 3);
    if (configuration.ledger.empty()) {
        std::cerr << "ipepd: usage: --config FILE, --ledger DIR or --demo says what to serve\n";
        return 2;
    }
    return serve(configuration);
}

}  // namespace

int main(int argc, char** argv) {
    ipep::settle_process(ipep::Closed::goes_nowhere);
    ipep::prepare_last_word();
    std::signal(SIGPIPE, SIG_IGN);
    return ipep::exit_code_told("ipepd", run(ipep::read_environment(), argc, argv));
}
