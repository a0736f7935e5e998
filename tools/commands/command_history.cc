// history, diff: how an amount changed, and what two states of knowledge say differently.
#include <boost/json.hpp>

#include "services/histories/histories_answer.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/histories_page.h"

namespace ipep {
int ask(const Shell& shell, const questions::History& question) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto told = amount_history((*ledger)->store(), (*ledger)->views(), question.reference);
    if (!told) return shell.refuse(told.error());
    return shell.answer(ledger->get(), shell.json() ? history_answer(*told) : boost::json::object(),
                        [&] { return history_page(*told, question.full); });
}

int ask(const Shell& shell, const questions::Diff& question) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("diff takes its two states as arguments, not --as-of"));
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto from = (*ledger)->position_at(parse_as_of(question.before));
    const auto to = (*ledger)->position_at(parse_as_of(question.after));
    if (!from) return shell.refuse(from.error());
    if (!to) return shell.refuse(to.error());
    const StateDifference difference = state_difference((*ledger)->store(), *from, *to);
    const Reader& reader = shell.asks(**ledger);
    return shell.answer(ledger->get(), shell.json() ? difference_answer(difference, reader) : boost::json::object(),
                        [&] { return difference_page(difference, *from, *to, question.full); });
}

}  // namespace ipep
