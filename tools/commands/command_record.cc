// init, append, settle: the commands that write.
#include <boost/json.hpp>

#include <algorithm>

#include "events/folder.h"
#include "ledger/code.h"
#include "services/questions/answer.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

std::string folder_of(const Shell& shell) {
    if (shell.options().ledger.empty()) throw WrongUsage(tr("--ledger DIR says which ledger"));
    return shell.options().ledger;
}

// It stands on a line of its own, in FORMAT and in every checkpoint.
bool is_origin(const std::string& name) {
    const bool printable = std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    return printable && name.size() <= 4000 && name.find_first_not_of(' ') != std::string::npos;
}

int init(const Shell& shell, const Format& format) {
    const std::string folder = folder_of(shell);
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("--as-of is for reading"));
    if (!is_origin(format.origin)) return shell.refuse({Code::text_malformed, {{"member", "--origin"}}});
    const auto known = read_format(folder);
    if (known) return shell.refuse({Code::ledger_exists, {{"path", folder}}});
    if (known.error().code != Code::no_ledger) return shell.refuse(known.error());
    Store::create(folder, format);
    return shell.answer(nullptr, {{"ledger", folder}, {"origin", format.origin}, {"trial", format.trial}}, [&] {
        const std::string sentence = format.trial ? tr("A trial ledger was made in {path}: nothing in it is paid.")
                                                  : tr("An empty ledger was made in {path}.");
        return fill(sentence, {{"path", folder}}) + '\n';
    });
}

int append(const Shell& shell, const std::string& path) {
    const auto ledger = shell.writer();
    const auto lines = shell.read(path);
    if (!lines) return shell.refuse(lines.error());
    const auto result = ledger->append(*lines, shell.actor());
    if (!result) return shell.refuse(result.error());
    return shell.answer(ledger.get(), append_answer(*result), [&] {
        return fill(tr("{appended} facts recorded, {repeated} known already. The log stands at position {position}."),
                    {{"appended", shown_count(static_cast<std::int64_t>(result->appended))},
                     {"repeated", shown_count(static_cast<std::int64_t>(result->repeated))},
                     {"position", std::to_string(result->position)}}) +
               '\n';
    });
}

int settle(const Shell& shell, Year year, bool dry_run) {
    const auto ledger = shell.writer(Grounds::log);
    const auto result = ledger->settle(year, shell.accounting_day(), shell.actor(), dry_run);
    if (!result) return shell.refuse(result.error());
    return shell.answer(ledger.get(), settle_answer(*result), [&] {
        std::string text = settlement_page(result->settlement);
        if (!result->changed) text += tr("No figure changes: the settlement that stands was printed.") + '\n';
        for (const Year later : result->alsoSettled)
            text += fill(tr("{year} was settled again too."), {{"year", std::to_string(later)}}) + '\n';
        if (dry_run && result->changed) text += tr("Dry run: nothing was recorded.") + '\n';
        return text;
    });
}

}  // namespace

void add_recording_commands(CLI::App& program, Run& run) {
    auto* make = program.add_subcommand("init", tr("make an empty ledger"));
    auto format = std::make_shared<Format>();
    make->add_option("--origin", format->origin, tr("name of the log in its checkpoints"));
    make->add_flag("--trial", format->trial, tr("take clock and random bytes from IPEP_NOW and IPEP_SEED"));
    make->footer(tr("Example:  ipep --ledger essai init --trial"));
    make->callback([&run, format] { run = [format](const Shell& shell) { return init(shell, *format); }; });

    auto* add = program.add_subcommand("append", tr("record facts from JSON Lines, all of them or none"));
    auto file = std::make_shared<std::string>();
    add->add_option("FILE", *file, tr("one fact a line; - reads standard input"))->required();
    add->footer(
        tr("Amounts are euros with two decimals (\"1234.56\"), measured values decimals, days 2020-05-31.\n"
           "A key makes a fact idempotent: append the same file twice and nothing changes.\n"
           "Example:  ipep --ledger essai append facts.jsonl        (`ipep help facts` lists the kinds)"));
    add->callback([&run, file] { run = [file](const Shell& shell) { return append(shell, *file); }; });

    auto* decide = program.add_subcommand("settle", tr("settle a result year, or settle it again"));
    auto year = std::make_shared<Year>(0);
    auto dry = std::make_shared<bool>(false);
    decide->add_option("YEAR", *year, tr("result year: the year whose care is measured"))->required();
    decide->add_flag("--dry-run", *dry, tr("show what would be settled and record nothing"));
    decide->footer(
        tr("All groups of the year are judged together (CDC 2019 §8); later settled years follow again.\n"
           "Example:  ipep --ledger essai settle 2021 --dry-run"));
    decide->callback(
        [&run, year, dry] { run = [year, dry](const Shell& shell) { return settle(shell, *year, *dry); }; });
}

}  // namespace ipep
