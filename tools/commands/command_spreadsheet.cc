// template, import: facts out to a spreadsheet and in from one.
#include <boost/json.hpp>

#include "events/seal.h"
#include "services/files/whole_file.h"
#include "services/sheets/errors_sheet.h"
#include "services/sheets/import_answer.h"
#include "services/sheets/template.h"
#include "services/words/wording.h"
#include "tools/commands/question_line.h"

namespace ipep {
namespace {

using sheets::Finding;
using sheets::SheetImport;

// A name without any ending, as a request's, is an XLSX. Errors: one with another ending is wrong usage.
bool is_xlsx(const std::string& path) {
    if (path.ends_with(".csv")) return false;
    const auto name = path.substr(path.rfind('/') + 1);
    if (path.ends_with(".xlsx") || name.find('.') == std::string::npos) return true;
    throw WrongUsage(fill(tr("{path} must end in .xlsx or .csv"), {{"path", path}}));
}

std::string count_of(std::uint64_t count) { return shown_count(static_cast<std::int64_t>(count)); }

std::string lines_of(const std::string& title, const std::vector<Finding>& findings) {
    if (findings.empty()) return {};
    std::string text = '\n' + fill(title, {{"count", count_of(findings.size())}}) + '\n';
    for (const Finding& one : findings)
        text += "  " + shown(one.place) + "  " + (one.about.empty() ? "" : one.about + ": ") +
                spoken_sentence(one.rejection) + '\n';
    return text;
}

std::string ahead_page(const sheets::SettlementAhead& ahead, const Book& before) {
    const std::vector<std::pair<std::string, std::string>> year = {{"year", std::to_string(ahead.year)}};
    if (!ahead.drafts)
        return '\n' + fill(tr("The settlement of {year} would not follow yet:"), year) + ' ' +
               spoken_sentence(ahead.drafts.error()) + '\n';
    std::string text = '\n' + fill(tr("Amounts due by the settlement of {year} that would follow:"), year) + '\n';
    for (const auto& one : sheets::due_ahead(before, *ahead.drafts))
        text += "  " + one.groupement.text + "  " + std::to_string(one.year) + "  " + with_currency(one.after) +
                (one.before == Money() ? "" : "  (" + with_currency(one.before) + ")") + '\n';
    return text;
}

std::string import_page(const SheetImport& import, const Book& before, bool dry_run) {
    const std::string sentence =
        !import.errors.empty() ? tr("Nothing was recorded.")
        : dry_run              ? tr("{appended} facts would be recorded, {repeated} are known already.") + ' ' +
                        tr("Dry run: nothing was recorded.")
                  : tr("{appended} facts recorded, {repeated} known already. The log stands at position {position}.");
    std::string text = fill(sentence, {{"appended", count_of(import.result.appended)},
                                       {"repeated", count_of(import.result.repeated)},
                                       {"position", std::to_string(import.result.position)}}) +
                       '\n';
    if (import.unfilled > 0)
        text += fill(tr("Rows left without a value: {count}."), {{"count", count_of(import.unfilled)}}) + '\n';
    text += lines_of(tr("Errors: {count}"), import.errors) + lines_of(tr("Stands out: {count}"), import.warnings) +
            lines_of(tr("Read otherwise than written: {count}"), import.notes);
    if (import.ahead) text += ahead_page(*import.ahead, before);
    return text;
}

}  // namespace

int ask(const Shell& shell, const questions::Template& question) {
    const bool as_xlsx = is_xlsx(question.out);
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const Reader& reader = shell.asks(**ledger);
    const bool may_read = question.cpam.empty() ? reader.may_somewhere(Right::read_amounts)
                                                : reader.may(Right::read_amounts, {question.cpam});
    if (!may_read) return shell.refuse(reader.check(Right::read_amounts, {question.cpam}).error());
    const auto values = sheets::expected_values((*ledger)->book(), reader, question.year, {question.cpam});
    if (!values) return shell.refuse(values.error());
    const Day today = (*ledger)->world().today();
    const std::string bytes =
        as_xlsx ? sheets::template_xlsx(*values, question.year, today) : sheets::template_csv(*values, today);
    if (const auto kept = write_whole(question.out, bytes, Existing::stays); !kept) return shell.refuse(kept.error());
    const std::string sha256_text = to_hex(bytes_of(sha256(bytes)));
    return shell.answer(
        ledger->get(), {{"year", question.year}, {"values", values->size()}, {"sha256", sha256_text}}, [&] {
            const std::string sentence = values->empty()
                                             ? tr("{year} waits for no fact; {path} has the headings alone.")
                                             : tr("{path} asks for the {count} values {year} still waits for.");
            return fill(sentence, {{"path", question.out},
                                   {"year", std::to_string(question.year)},
                                   {"count", count_of(values->size())}}) +
                   '\n';
        });
}

int ask(const Shell& shell, const questions::Import& question) {
    const bool errors_as_xlsx = !question.errors.empty() && is_xlsx(question.errors);
    const auto ledger = shell.writer();
    const auto bytes = shell.read(question.file);
    if (!bytes) return shell.refuse(bytes.error());
    const auto import = sheets::import_sheet(*ledger, *bytes, shell.actor(),
                                             question.dryRun ? sheets::Recording::dry_run : sheets::Recording::yes);
    if (!import) return shell.refuse(import.error());
    if (!question.errors.empty()) {
        const std::string sheet = errors_as_xlsx ? sheets::errors_xlsx(*import) : sheets::errors_csv(*import);
        if (const auto kept = write_whole(question.errors, sheet, Existing::goes); !kept)
            return shell.refuse(kept.error());
    }
    const int answered = shell.answer(ledger.get(), sheets::import_answer(*import, ledger->book()),
                                      [&] { return import_page(*import, ledger->book(), question.dryRun); });
    return answered != kDone || import->errors.empty() ? answered : kRefused;
}

}  // namespace ipep
