// What init, append, settle, template, import and the tokens say.
#include "services/words/evidence_words.h"
#include "services/words/wording.h"
#include "tools/pages/page.h"
#include "tools/pages/text_pages.h"

namespace ipep {
namespace {

using sheets::Finding;

std::string count_of(std::uint64_t count) { return shown_count(static_cast<std::int64_t>(count)); }

std::string lines_of(const std::string& title, const std::vector<Finding>& findings) {
    if (findings.empty()) return {};
    std::string text = '\n' + fill(title, {{"count", count_of(findings.size())}}) + '\n';
    for (const Finding& one : findings)
        text += "  " + shown(one.place) + "  " + (one.about.empty() ? "" : one.about + ": ") +
                spoken_sentence(one.rejection) + '\n';
    return text;
}

std::string ahead_page(const sheets::SettlementAhead& ahead, const std::vector<sheets::DueAhead>& due) {
    const std::vector<std::pair<std::string, std::string>> year = {{"year", to_text(ahead.year)}};
    if (!ahead.drafts)
        return '\n' + fill(tr("The settlement of {year} would not follow yet:"), year) + ' ' +
               spoken_sentence(ahead.drafts.error()) + '\n';
    std::string text = '\n' + fill(tr("Amounts due by the settlement of {year} that would follow:"), year) + '\n';
    for (const auto& one : due)
        text += "  " + one.groupement.text + "  " + to_text(one.year) + "  " + with_currency(one.after) +
                (one.before == Money() ? "" : "  (" + with_currency(one.before) + ")") + '\n';
    return text;
}

}  // namespace

std::string TextPages::of(const LedgerMade& value) {
    const std::string sentence = value.format.trial ? tr("A trial ledger was made in {path}: nothing in it is paid.")
                                                    : tr("An empty ledger was made in {path}.");
    return fill(sentence, {{"path", value.folder}}) + '\n';
}

std::string TextPages::of(const AppendResult& value) {
    std::string text =
        fill(tr("{appended} facts recorded, {repeated} known already. The log stands at position {position}."),
             {{"appended", count_of(value.appended)},
              {"repeated", count_of(value.repeated)},
              {"position", std::to_string(value.position)}}) +
        '\n';
    for (const AppendWarning& one : value.warnings)
        text += one.key.text + ": " + few_answers_sentence(one.evidence) + '\n';
    return text;
}

std::string TextPages::of(const Trial& value) {
    const std::string sentence =
        value.refused.empty() ? tr("{appended} facts would be recorded, {repeated} are known already.")
                              : tr("{refused} lines are refused; {appended} facts would be recorded without them, "
                                   "{repeated} are known already.");
    return fill(sentence, {{"refused", count_of(value.refused.size())},
                           {"appended", count_of(value.result.appended)},
                           {"repeated", count_of(value.result.repeated)}}) +
           ' ' + tr("Dry run: nothing was recorded.") + '\n';
}

std::string TextPages::of(const questions::Settle& question, const SettleResult& value) {
    std::string text = settlement_page(value.settlement);
    if (!value.changed) text += tr("No figure changes: the settlement that stands was printed.") + '\n';
    for (const ResultYear later : value.alsoSettled)
        text += fill(tr("{year} was settled again too."), {{"year", to_text(later)}}) + '\n';
    if (question.dry_run && value.changed) text += tr("Dry run: nothing was recorded.") + '\n';
    return text;
}

std::string TextPages::of(const TemplateMade& value) {
    const std::string sentence = value.values == 0 ? tr("{year} waits for no fact; {path} has the headings alone.")
                                                   : tr("{path} asks for the {count} values {year} still waits for.");
    return fill(sentence,
                {{"path", value.file.path}, {"year", to_text(value.year)}, {"count", count_of(value.values)}}) +
           '\n';
}

std::string TextPages::of(const questions::Import& question, const ImportShown& value) {
    const sheets::SheetImport& import = value.import;
    const std::string sentence =
        !import.errors.empty() ? tr("Nothing was recorded.")
        : question.dryRun      ? tr("{appended} facts would be recorded, {repeated} are known already.") + ' ' +
                                tr("Dry run: nothing was recorded.")
                          : tr("{appended} facts recorded, {repeated} known already. The log stands at position "
                               "{position}.");
    std::string text = fill(sentence, {{"appended", count_of(import.result.appended)},
                                       {"repeated", count_of(import.result.repeated)},
                                       {"position", std::to_string(import.result.position)}}) +
                       '\n';
    if (import.unfilled > 0)
        text += fill(tr("Rows left without a value: {count}."), {{"count", count_of(import.unfilled)}}) + '\n';
    text += lines_of(tr("Errors: {count}"), import.errors) + lines_of(tr("Stands out: {count}"), import.warnings) +
            lines_of(tr("Read otherwise than written: {count}"), import.notes);
    if (import.ahead) text += ahead_page(*import.ahead, value.before.due);
    if (value.kept)
        text += (*value.kept ? tr("The file is kept as the voucher of its facts.")
                             : tr("The file is not kept: its facts were recorded from another one.")) +
                '\n';
    return text;
}

std::string TextPages::of(const VoucherKept& value) {
    return fill(tr("The document of event {position} is kept."), {{"position", std::to_string(value.position)}}) + '\n';
}

std::string TextPages::of(const VoucherRead& value) {
    return fill(tr("The document of event {position} lies in {path}."),
                {{"position", std::to_string(value.position)}, {"path", value.file.path}}) +
           '\n';
}

std::string TextPages::of(const TokenMade& value) { return value.token + '\n'; }

std::string TextPages::of(const TokensRevoked& value) {
    return fill(tr("{count} tokens of {person} are no longer good."),
                {{"count", std::to_string(value.count)}, {"person", value.person.text}}) +
           '\n';
}

}  // namespace ipep
