// export panel: the data package for whoever reads the experiment.
#include <boost/json.hpp>

#include "events/seal.h"
#include "services/histories/panel/package.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/page.h"

namespace ipep {

int ask(const Shell& shell, const questions::ExportPanel& question) {
    const std::string& folder = question.folder;
    const panel::Wishes wishes{.xlsx = question.xlsx,
                               .stata = question.stata,
                               .sqlite = question.sqlite,
                               .pseudonym_key = question.pseudonyms,
                               .threshold = question.threshold,
                               .effective = shell.effective_day()};
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

}  // namespace ipep
