// history, diff: how an amount changed, and what two states of knowledge say differently.
#include <boost/json.hpp>

#include "services/histories/histories_answer.h"
#include "services/language.h"
#include "tools/command.h"
#include "tools/histories_page.h"

namespace ipep {
namespace {

int history(const Shell& shell, const std::string& reference, bool full) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto told = amount_history((*ledger)->store(), (*ledger)->views(), reference);
    if (!told) return shell.refuse(told.error());
    return shell.answer(ledger->get(), shell.json() ? history_answer(*told) : boost::json::object(),
                        [&] { return history_page(*told, full); });
}

int diff(const Shell& shell, const std::string& before, const std::string& after, bool full) {
    if (!shell.options().as_of.empty()) throw WrongUsage(tr("diff takes its two states as arguments, not --as-of"));
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto from = (*ledger)->position_at(parse_as_of(before)), to = (*ledger)->position_at(parse_as_of(after));
    if (!from) return shell.refuse(from.error());
    if (!to) return shell.refuse(to.error());
    const StateDifference difference = state_difference((*ledger)->store(), *from, *to);
    return shell.answer(ledger->get(), shell.json() ? difference_answer(difference, shell.asks(**ledger)) : boost::json::object(),
                        [&] { return difference_page(difference, *from, *to, full); });
}

}  // namespace

void add_history_commands(CLI::App& program, Run& run) {
    auto* told = program.add_subcommand("history", tr("every revision of an amount, and what caused it"));
    auto reference = std::make_shared<std::string>();
    auto full = std::make_shared<bool>(false);
    told->add_option("REF", *reference, tr("as for explain"))->required();
    told->add_flag("--full", *full, tr("everything, however long"));
    told->footer(tr("Each difference with its corrections, step by step through the derivation.\n"
                    "Example:  ipep --ledger essai history settlement/2021/G02/due"));
    told->callback([&run, reference, full] {
        run = [reference, full](const Shell& shell) { return history(shell, *reference, *full); };
    });

    auto* compared = program.add_subcommand("diff", tr("what two states of the ledger say differently"));
    auto before = std::make_shared<std::string>(), after = std::make_shared<std::string>();
    compared->add_option("P1", *before, tr("position or time of the first state"))->required();
    compared->add_option("P2", *after, tr("position or time of the second state"))->required();
    compared->add_flag("--full", *full, tr("everything, however long"));
    compared->footer(tr("Example:  ipep --ledger essai diff 171 2024-05-31T12:00:00Z"));
    compared->callback([&run, before, after, full] {
        run = [before, after, full](const Shell& shell) { return diff(shell, *before, *after, *full); };
    });
}

}  // namespace ipep
