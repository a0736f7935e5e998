// export panel: the data package for whoever reads_long the experiment.
#include <boost/json.hpp>

#include "events/seal.h"
#include "services/histories/panel/package.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/page.h"

namespace ipep {
namespace {

int export_panel(const Shell& shell, const std::string& folder, const panel::Wishes& wishes) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto report = panel::export_panel(**ledger, folder, wishes, shell.progress());
    if (!report) return shell.refuse(report.error());
    return shell.answer(ledger->get(),
                        {{"folder", folder},
                         {"position", report->position},
                         {"root", to_hex(bytes_of(report->root))},
                         {"results", report->results},
                         {"payments", report->payments},
                         {"facts", report->facts},
                         {"masked", report->masked},
                         {"files", boost::json::value_from(report->files)}},
                        [&] {
                            const auto count = [](std::uint64_t rows) {
                                return shown_count(static_cast<std::int64_t>(rows));
                            };
                            return fill(tr("The state after position {position} is in {folder}:\n"
                                           "{results} rows of results, {payments} of payments, {facts} of facts; "
                                           "{masked} rows with a masked count.\nRead README.md there first.\n"),
                                        {{"position", std::to_string(report->position)},
                                         {"folder", folder},
                                         {"results", count(report->results)},
                                         {"payments", count(report->payments)},
                                         {"facts", count(report->facts)},
                                         {"masked", count(report->masked)}});
                        });
}

}  // namespace

void add_panel_command(CLI::App& program, Run& run) {
    auto* command = program.get_subcommand("export")->add_subcommand(
        "panel", tr("results, payments and facts as a data package, for R, Stata, Python, DuckDB and spreadsheets"));
    auto folder = std::make_shared<std::string>();
    auto wishes = std::make_shared<panel::Wishes>();
    command->add_option("DIR2", *folder, tr("an absent or empty folder"))->required();
    command->add_flag("--xlsx", wishes->xlsx, tr("a spreadsheet too"));
    command->add_flag("--stata", wishes->stata, tr("Stata files too, with labels"));
    command->add_flag("--sqlite", wishes->sqlite, tr("an SQLite file too, with views"));
    command->add_option("--pseudonyms", wishes->pseudonym_key,
                        tr("file with the key of the pseudonyms; the same key gives the same ones"));
    command->add_option("--threshold", wishes->threshold, tr("counts of persons below it are left out (11; 0: none)"))
        ->check(CLI::NonNegativeNumber);
    command->footer(
        tr("Example:  ipep --ledger essai export panel panel --as-of 171 --stata "
           "--pseudonyms evaluation.key"));
    command->callback([&run, folder, wishes] {
        run = [folder, wishes](const Shell& shell) { return export_panel(shell, *folder, *wishes); };
    });
}

}  // namespace ipep
