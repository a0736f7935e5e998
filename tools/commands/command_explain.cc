// explain: why an amount is what it is. rules: what stands behind each parameter.
#include <boost/json.hpp>
#include <ostream>

#include "events/event_json.h"
#include "events/json_walk.h"
#include "ledger/reference.h"
#include "projections/edition.h"
#include "services/questions/explanation_answer.h"
#include "services/reader/explanation_sight.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/explanation_page.h"
#include "tools/pages/rules_page.h"

namespace ipep {
int ask(const Shell& shell, const questions::Explain& question) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    auto derivation = explain((*ledger)->store(), (*ledger)->views(), question.reference);
    if (!derivation) return shell.refuse(derivation.error());
    derivation->root = seen_by(derivation->root, shell.asks(**ledger));
    const Asked asked = asked_of(question.reference);
    const std::string& form = shell.options().format;
    if (form == "dot" || form == "html") {
        shell.out() << (form == "dot" ? explanation_dot(*derivation) : explanation_html(*derivation, asked));
        return kDone;
    }
    const auto reference = Reference::parse(question.reference);
    const bool is_of_year = reference && reference->kind == Reference::Kind::settlement;
    const auto notes =
        notes_of(**ledger, *derivation->root, is_of_year ? std::optional(reference->year) : std::nullopt);
    const int depth = question.full ? 1000 : question.depth;
    return shell.answer(
        ledger->get(),
        shell.json() ? explanation_answer(*derivation->root, derivation->rules, notes) : boost::json::object(),
        [&] { return explanation_text(*derivation, asked, depth, question.full, notes); });
}

// Every parameter of every version of the rules, as a leaf of the derivations shows it.
int ask(const Shell& shell, const questions::Rules& question) {
    const std::string edition = question.edition.empty() ? shipped_editions().back() : question.edition;
    if (question.shipped) {
        shell.out() << shipped_rules(edition);
        return shell.done();
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
        bool is_adopted = false;
        for (const auto& [key, noted] : (*ledger)->views().book().common().rules) {
            page += rules_page(noted.value);
            is_adopted = is_adopted || noted.value.rules.text == edition;
        }
        if (is_adopted) return page;
        return page +
               fill(tr("To adopt, the reading of the text that this program takes for the better one: "
                       "ipep rules --shipped (edition {rules})"),
                    {{"rules", edition}}) +
               '\n';
    });
}

}  // namespace ipep
