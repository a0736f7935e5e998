// help: the kinds of facts and the refusals, made from the same lists the program works with.
#include <ostream>

#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/reference.h"

namespace ipep {

void add_help_commands(CLI::App& program, Run& run) {
    auto* help = program.add_subcommand("help", tr("what may be recorded, and what is refused"));
    auto topic = std::make_shared<std::string>();
    help->add_option("TOPIC", *topic, tr("facts or refusals; without it, the commands"))
        ->check(CLI::IsMember({"facts", "refusals"}));
    help->callback([&program, &run, topic] {
        run = [&program, topic](const Shell& shell) {
            const auto commands = [&program] {
                return program.get_formatter()->make_help(&program, "ipep", CLI::AppFormatMode::Normal);
            };
            shell.out() << (topic->empty() ? commands() : *topic == "facts" ? facts_reference() : refusals_reference());
            return shell.done();
        };
    });
}

}  // namespace ipep
