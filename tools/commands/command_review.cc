// review: the lists an auditor asks for.
#include <boost/json.hpp>

#include "services/histories/histories_answer.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/histories_page.h"

namespace ipep {
namespace {

ReviewList list_named(const std::string& name) {
    if (name == "assumed") return ReviewList::assumed;
    return name == "unsourced" ? ReviewList::unsourced : ReviewList::corrected;
}

int ask_readings(const Shell& shell, LedgerService& ledger, const ReviewFilter& filter, bool full) {
    const Reader& reader = shell.asks(ledger);
    const auto is_shown = [&](const GroupementId& id) {
        return reader.sees(id) && (!filter.groupement || *filter.groupement == id);
    };
    const auto worths = of_groups(worth_of_readings(ledger.book(), filter.year, ledger.store().patience()), is_shown);
    return shell.answer(&ledger, shell.json() ? readings_answer(worths) : boost::json::object(),
                        [&] { return readings_page(worths, full); });
}

int ask_stale(const Shell& shell, LedgerService& ledger, const ReviewFilter& filter, bool full) {
    const Reader& reader = shell.asks(ledger);
    const auto years = stale_of(stale_years(ledger.store(), ledger.book(), filter.year), filter.groupement);
    return shell.answer(&ledger, shell.json() ? stale_answer(years, reader) : boost::json::object(),
                        [&] { return stale_page(years, full); });
}

}  // namespace

int ask(const Shell& shell, const questions::Review& question) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    ReviewFilter filter{{}, question.year};
    if (!question.groupement.empty()) {
        const auto groupement = (*ledger)->known_groupement(question.groupement);
        if (!groupement) return shell.refuse(groupement.error());
        filter.groupement = *groupement;
    }
    if (question.list == "stale") return ask_stale(shell, **ledger, filter, question.full);
    if (question.list == "readings") return ask_readings(shell, **ledger, filter, question.full);
    const ReviewList list = list_named(question.list);
    const auto amounts = review((*ledger)->store(), (*ledger)->views(), list, filter);
    if (!amounts) return shell.refuse(amounts.error());
    const Reader& reader = shell.asks(**ledger);
    return shell.answer(ledger->get(),
                        shell.json() ? review_answer(question.list, *amounts, reader) : boost::json::object(),
                        [&] { return review_page(list, *amounts, question.full); });
}

}  // namespace ipep
