// explain: why an amount is what it is. rules: what stands behind each parameter.
#include <boost/json.hpp>
#include <ostream>

#include "events/event_json.h"
#include "events/json_walk.h"
#include "projections/parameter_source.h"
#include "services/explanation_answer.h"
#include "services/explanation_sight.h"
#include "services/language.h"
#include "tools/command.h"
#include "tools/explanation_page.h"
#include "tools/rules_page.h"

namespace ipep {
namespace {

struct Wish {
    std::string reference;
    int depth = 4;
    bool full = false;
};

int explain_amount(const Shell& shell, const Wish& wish) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    auto derivation = explain((*ledger)->store(), (*ledger)->views(), wish.reference);
    if (!derivation) return shell.refuse(derivation.error());
    derivation->root = seen_by(derivation->root, shell.asks(**ledger));
    const Asked asked = asked_of(wish.reference);
    const std::string& form = shell.options().format;
    if (form == "dot" || form == "html") {
        shell.out() << (form == "dot" ? explanation_dot(*derivation) : explanation_html(*derivation, asked));
        return kDone;
    }
    return shell.answer(
        ledger->get(),
        shell.json() ? explanation_answer(*derivation->root, derivation->rules) : boost::json::object(),
        [&] { return explanation_text(*derivation, asked, wish.full ? 1000 : wish.depth, wish.full); });
}

// Every parameter of every version of the rules, as a leaf of the derivations shows it.
int print_rules(const Shell& shell, bool shipped) {
    if (shipped) {
        shell.out() << shipped_rules();
        return kDone;
    }
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    boost::json::array versions;
    for (const auto& [key, noted] : (*ledger)->views().book().common().rules)
        versions.push_back({{"position", noted.position},
                            {"on", to_text(noted.on)},
                            {"rules", noted.value.rules.text},
                            {"title", noted.value.title},
                            {"fromYear", noted.value.fromYear},
                            {"parameters", members_to_json(noted.value.parameters)}});
    return shell.answer(ledger->get(), {{"rules", versions}}, [&] {
        std::string page;
        for (const auto& [key, noted] : (*ledger)->views().book().common().rules) page += rules_page(noted.value);
        return page;
    });
}

}  // namespace

void add_explaining_commands(CLI::App& program, Run& run) {
    auto* why = program.add_subcommand("explain", tr("derive an amount down to its facts and sections"));
    auto wish = std::make_shared<Wish>();
    why->add_option("REF", wish->reference, tr("settlement/YEAR/GROUPEMENT/FIELD, seedCredit/GROUPEMENT or an order"))->required();
    why->add_option("--depth", wish->depth, tr("how many levels to unfold (4)"))->check(CLI::NonNegativeNumber);
    why->add_flag("--full", wish->full, tr("everything, however long"));
    why->footer(tr("FIELD is any figure of the settlement's row: due, net, gain, score, qualityRight, advanceRecovered …\n"
                   "Example:  ipep --ledger essai explain settlement/2021/G02/due"));
    why->callback([&run, wish] { run = [wish](const Shell& shell) { return explain_amount(shell, *wish); }; });

    auto* rules = program.add_subcommand("rules", tr("the parameters in force, with their sections and status"));
    auto shipped = std::make_shared<bool>(false);
    rules->add_flag("--shipped", *shipped, tr("print the rules of 2019 as a line to append"));
    rules->footer(tr("Example:  ipep rules --shipped | ipep --ledger essai append -"));
    rules->callback([&run, shipped] { run = [shipped](const Shell& shell) { return print_rules(shell, *shipped); }; });
}

}  // namespace ipep
