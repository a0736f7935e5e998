// journal, trial-balance, account-ledger, variation-table.
#include <boost/json.hpp>

#include "ledger/code.h"
#include "services/books/books_answer.h"
#include "services/books/chart_of_accounts.h"
#include "services/books/journal_text.h"
#include "services/words/language.h"
#include "tools/commands/day_options.h"
#include "tools/commands/question_line.h"
#include "tools/pages/books_page.h"

namespace ipep {
namespace {

// Opens the ledger, reads the CPAM's books and hands them on.
template <class Work>
int with_books(const Shell& shell, const std::string& cpam, Work&& work) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    auto books = read_books(**ledger, {cpam}, shell.asks(**ledger));
    if (!books) return shell.refuse(books.error());
    // By their day in the books; the others stand as they are booked.
    if (const auto day = shell.effective_day())
        std::erase_if(books->entries, [&](const JournalEntry& entry) { return entry.on > *day; });
    return work(**ledger, *books);
}

}  // namespace

int ask(const Shell& shell, const questions::Journal& question) {
    const std::map<std::string, JournalStyle> styles = {
        {"hledger", JournalStyle::hledger}, {"ledger", JournalStyle::ledger},   {"beancount", JournalStyle::beancount},
        {"fec", JournalStyle::fec},         {"fec-xml", JournalStyle::fec_xml}, {"csv", JournalStyle::csv}};
    const Period period = asked_period(question.from, question.until);
    return with_books(shell, question.cpam, [&](const LedgerService&, const Books& books) {
        shell.out() << journal_text(styles.at(question.style), books, period);
        if (const std::string left = left_out_of(styles.at(question.style), books, period); !left.empty())
            shell.note(left);
        return shell.done();
    });
}

int ask(const Shell& shell, const questions::TrialBalance& question) {
    const auto on = shell.effective_day();
    return with_books(shell, question.cpam, [&](const LedgerService& ledger, const Books& books) {
        return shell.answer(&ledger, trial_balance_answer(books, on), [&] { return trial_balance_page(books, on); });
    });
}

int ask(const Shell& shell, const questions::AccountLedger& question) {
    const Period period = asked_period(question.from, question.until);
    const auto account = account_numbered(question.account);
    if (!account)
        return shell.refuse({Code::account_unknown, {{"account", question.account}, {"accounts", account_numbers()}}});
    return with_books(shell, question.cpam, [&](LedgerService& ledger, const Books& books) {
        if (!question.groupement.empty())
            if (const auto known = ledger.known_groupement(question.groupement); !known)
                return shell.refuse(known.error());
        const AccountLedger found = account_ledger(books, *account, {question.groupement}, period);
        return shell.answer(&ledger, account_ledger_answer({question.cpam}, *account, {question.groupement}, found),
                            [&] { return account_ledger_page(found); });
    });
}

int ask(const Shell& shell, const questions::VariationTable& question) {
    const Span span = question.by == "month" ? Span::month : Span::year;
    return with_books(shell, question.cpam, [&](const LedgerService& ledger, const Books& books) {
        return shell.answer(&ledger, variation_answer(books, span), [&] { return variation_page(books, span); });
    });
}

}  // namespace ipep
