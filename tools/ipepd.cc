// ipepd: the server of a ledger. `ipepd --config FILE`, or `ipepd --demo` for the five-year experiment without any.
#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <csignal>
#include <filesystem>

#include "services/failure.h"
#include "services/http/service.h"
#include "services/language.h"
#include "tools/console_pages.h"
#include "tools/demo_ledger.h"
#include "tools/last_word.h"
#include "tools/service_commands.h"

namespace {

int refuse(const ipep::Rejection& rejection, int code) {
    fmt::print(stderr, "ipepd: {}: {}\n", ipep::text_of(rejection.code).code, rejection.sentence());
    return code;
}

int serve(const ipep::http::Configuration& configuration) {
    ipep::ServiceCommands commands(configuration);
    ipep::Console console({.signing_key = configuration.signing_key,
                           .backups = configuration.backups,
                           .debtors = configuration.debtors,
                           .version = IPEP_VERSION});
    const ipep::http::Pages pages = ipep::pages_of(console);
    int exit_code = 0;
    const auto failed = ipep::failure_of([&] {
        ipep::http::Service service(configuration, commands, pages);
        exit_code = service.run();
    });
    return failed ? refuse(*failed, 3) : exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    ipep::prepare_last_word();
    std::signal(SIGPIPE, SIG_IGN);
    ::setenv("NO_COLOR", "1", 1);  // a server's texts go to files and other programs
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
    const auto failed = ipep::failure_of([&] {
        if (!demo) return;
        configuration.ledger = ipep::make_demo_ledger(configuration.ledger);
        configuration.debtors = ipep::make_demo_debtors(configuration.ledger);
    });
    if (failed) return refuse(*failed, 3);
    if (configuration.ledger.empty()) {
        fmt::print(stderr, "ipepd: usage: --config FILE, --ledger DIR or --demo says what to serve\n");
        return 2;
    }
    return serve(configuration);
}
