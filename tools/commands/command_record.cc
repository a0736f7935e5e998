// init, append, settle: the commands that write.
#include <boost/json.hpp>

#include <algorithm>

#include "events/folder.h"
#include "ledger/code.h"
#include "services/questions/answer.h"
#include "services/questions/recording_answer.h"
#include "services/words/evidence_words.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
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

// Every line is judged; each refusal is told where refusals are told, and in the answer.
int try_append(const Shell& shell, LedgerService& ledger, std::string_view lines) {
    const Trial trial = ledger.try_append(lines, shell.actor());
    for (const Rejection& refused : trial.refused) shell.warn(refused);
    const int answered = shell.answer(&ledger, trial_answer(trial), [&] {
        const std::string sentence =
            trial.refused.empty() ? tr("{appended} facts would be recorded, {repeated} are known already.")
                                  : tr("{refused} lines are refused; {appended} facts would be recorded without them, "
                                       "{repeated} are known already.");
        return fill(sentence, {{"refused", shown_count(static_cast<std::int64_t>(trial.refused.size()))},
                               {"appended", shown_count(static_cast<std::int64_t>(trial.result.appended))},
                               {"repeated", shown_count(static_cast<std::int64_t>(trial.result.repeated))}}) +
               ' ' + tr("Dry run: nothing was recorded.") + '\n';
    });
    return answered != kDone || trial.refused.empty() ? answered : kRefused;
}

}  // namespace

int ask(const Shell& shell, const questions::Init& question) {
    const Format format{.origin = question.origin, .trial = question.trial};
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

int ask(const Shell& shell, const questions::Append& question) {
    const auto ledger = shell.writer();
    const auto lines = shell.read(question.file);
    if (!lines) return shell.refuse(lines.error());
    if (question.dry_run) return try_append(shell, *ledger, *lines);
    const auto result = ledger->append(*lines, shell.actor());
    if (!result) return shell.refuse(result.error());
    return shell.answer(ledger.get(), append_answer(*result), [&] {
        const std::string counted =
            fill(tr("{appended} facts recorded, {repeated} known already. The log stands at position {position}."),
                 {{"appended", shown_count(static_cast<std::int64_t>(result->appended))},
                  {"repeated", shown_count(static_cast<std::int64_t>(result->repeated))},
                  {"position", std::to_string(result->position)}}) +
            '\n';
        std::string warnings;
        for (const AppendWarning& one : result->warnings)
            warnings += one.key.text + ": " + few_answers_sentence(one.evidence) + '\n';
        return counted + warnings;
    });
}

int ask(const Shell& shell, const questions::Settle& question) {
    const auto ledger = shell.writer(Grounds::log);
    const auto result = ledger->settle(question.year, shell.accounting_day(), shell.actor(), question.dry_run);
    if (!result) return shell.refuse(result.error());
    return shell.answer(ledger.get(), settle_answer(*result), [&] {
        std::string text = settlement_page(result->settlement);
        if (!result->changed) text += tr("No figure changes: the settlement that stands was printed.") + '\n';
        for (const Year later : result->alsoSettled)
            text += fill(tr("{year} was settled again too."), {{"year", std::to_string(later)}}) + '\n';
        if (question.dry_run && result->changed) text += tr("Dry run: nothing was recorded.") + '\n';
        return text;
    });
}

}  // namespace ipep
