// review: the lists an auditor asks for.
#include <boost/json.hpp>

#include "services/histories/histories_answer.h"
#include "services/language.h"
#include "tools/command.h"
#include "tools/histories_page.h"

namespace ipep {
namespace {

struct Wish {
    std::string list, groupement;
    std::optional<Year> year;
    bool full = false;
};

ReviewList list_named(const std::string& name) {
    if (name == "assumed") return ReviewList::assumed;
    return name == "unsourced" ? ReviewList::unsourced : ReviewList::corrected;
}

int review_amounts(const Shell& shell, const Wish& wish) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    ReviewFilter filter{{}, wish.year};
    if (!wish.groupement.empty()) {
        const auto groupement = (*ledger)->known_groupement(wish.groupement);
        if (!groupement) return shell.refuse(groupement.error());
        filter.groupement = *groupement;
    }
    const ReviewList list = list_named(wish.list);
    const auto amounts = review((*ledger)->store(), (*ledger)->views(), list, filter);
    if (!amounts) return shell.refuse(amounts.error());
    return shell.answer(ledger->get(), shell.json() ? review_answer(wish.list, *amounts, shell.asks(**ledger)) : boost::json::object(),
                        [&] { return review_page(list, *amounts, wish.full); });
}

}  // namespace

void add_reviewing_commands(CLI::App& program, Run& run) {
    auto* listed = program.add_subcommand("review", tr("the lists an auditor asks for"));
    auto wish = std::make_shared<Wish>();
    listed->add_option("LIST", wish->list, tr("assumed, unsourced or corrected"))
        ->required()
        ->check(CLI::IsMember({"assumed", "unsourced", "corrected"}));
    listed->add_option("--groupement", wish->groupement, tr("only amounts of this groupement"));
    listed->add_option("--year", wish->year, tr("only amounts of this result year"));
    listed->add_flag("--full", wish->full, tr("everything, however long"));
    listed->footer(tr("assumed:   amounts that rest on parameters the text does not give (specification §15)\n"
                      "unsourced: amounts that rest on facts recorded without a source\n"
                      "corrected: amounts whose facts were corrected after the groupement had been paid\n"
                      "Example:  ipep --ledger essai review unsourced"));
    listed->callback([&run, wish] { run = [wish](const Shell& shell) { return review_amounts(shell, *wish); }; });
}

}  // namespace ipep
