// journal, trial-balance, account-ledger, variation-table.
#include <boost/json.hpp>

#include "ledger/code.h"
#include "services/books/books_answer.h"
#include "services/books/chart_of_accounts.h"
#include "services/books/journal_text.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/books_page.h"

namespace ipep {
namespace {

struct BooksWish {
    CpamId cpam;
    std::string style, account, from, until;
    GroupementId groupement;
    std::string by = "year";
};
using SharedWish = std::shared_ptr<BooksWish>;

// A day of the command line; nothing where none is given.
std::optional<Day> asked_day(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto day = parse_day(text);
    if (!day) throw WrongUsage(tr("--from and --until take a day as 2024-05-31"));
    return day;
}

Period asked_period(const BooksWish& wish) { return {asked_day(wish.from), asked_day(wish.until)}; }

// Opens the ledger, reads the CPAM's books and hands them on.
template <class Work>
int with_books(const Shell& shell, const BooksWish& wish, Work&& work) {
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const auto books = read_books(**ledger, wish.cpam, shell.asks(**ledger));
    return books ? work(**ledger, *books) : shell.refuse(books.error());
}

int print_journal(const Shell& shell, const BooksWish& wish) {
    const std::map<std::string, JournalStyle> styles = {
        {"hledger", JournalStyle::hledger}, {"ledger", JournalStyle::ledger},   {"beancount", JournalStyle::beancount},
        {"fec", JournalStyle::fec},         {"fec-xml", JournalStyle::fec_xml}, {"csv", JournalStyle::csv}};
    const Period period = asked_period(wish);
    return with_books(shell, wish, [&](const LedgerService&, const Books& books) {
        shell.out() << journal_text(styles.at(wish.style), books, period);
        if (const std::string left = left_out_of(styles.at(wish.style), books, period); !left.empty()) shell.note(left);
        return shell.done();
    });
}

int print_trial_balance(const Shell& shell, const BooksWish& wish) {
    const auto on = shell.accounting_day();
    return with_books(shell, wish, [&](const LedgerService& ledger, const Books& books) {
        return shell.answer(&ledger, trial_balance_answer(books, on), [&] { return trial_balance_page(books, on); });
    });
}

int print_account_ledger(const Shell& shell, const BooksWish& wish) {
    const Period period = asked_period(wish);
    const auto account = account_numbered(wish.account);
    if (!account)
        return shell.refuse({Code::account_unknown, {{"account", wish.account}, {"accounts", account_numbers()}}});
    return with_books(shell, wish, [&](LedgerService& ledger, const Books& books) {
        if (!wish.groupement.text.empty())
            if (const auto known = ledger.known_groupement(wish.groupement.text); !known)
                return shell.refuse(known.error());
        const AccountLedger found = account_ledger(books, *account, wish.groupement, period);
        return shell.answer(&ledger, account_ledger_answer(wish.cpam, *account, wish.groupement, found),
                            [&] { return account_ledger_page(found); });
    });
}

int print_variation_table(const Shell& shell, const BooksWish& wish) {
    const Span span = wish.by == "month" ? Span::month : Span::year;
    return with_books(shell, wish, [&](const LedgerService& ledger, const Books& books) {
        return shell.answer(&ledger, variation_answer(books, span), [&] { return variation_page(books, span); });
    });
}

CLI::App* add_reading(CLI::App& program, Run& run, const char* name, const std::string& help, const SharedWish& wish,
                      int (*print)(const Shell&, const BooksWish&)) {
    auto* reading = program.add_subcommand(name, help);
    reading->add_option("CPAM", wish->cpam.text, tr("its identifier"))->required();
    reading->callback([&run, wish, print] { run = [=](const Shell& shell) { return print(shell, *wish); }; });
    return reading;
}

void add_period(CLI::App& reading, BooksWish& wish) {
    reading.add_option("--from", wish.from, tr("first day, inclusive"));
    reading.add_option("--until", wish.until, tr("last day, exclusive"));
}

}  // namespace

void add_books_commands(CLI::App& program, Run& run) {
    const auto wish = std::make_shared<BooksWish>();
    auto* journal = add_reading(program, run, "journal", tr("the double-entry books of a CPAM, for other programs"),
                                wish, print_journal);
    journal->add_option("--style", wish->style, tr("who reads it"))
        ->required()
        ->check(CLI::IsMember({"hledger", "ledger", "beancount", "fec", "fec-xml", "csv"}));
    add_period(*journal, *wish);
    journal->footer(
        tr("fec-xml is of one exercice, that of the last entry asked for: "
           "--from and --until choose another.\n"
           "In csv an apostrophe before a leading = + - or @ keeps a spreadsheet from computing it.\n"
           "Example:  ipep --ledger essai journal 351 --style hledger > 351.journal; "
           "hledger -f 351.journal bal"));
    add_reading(program, run, "trial-balance", tr("what each account of a CPAM was moved by and holds"), wish,
                print_trial_balance)
        ->footer(tr("--on DAY: as the books stand at the end of that day.\n"
                    "Example:  ipep --ledger essai trial-balance 351 --on 2024-12-31"));
    auto* account = add_reading(program, run, "account-ledger", tr("every line of one account of a CPAM"), wish,
                                print_account_ledger);
    account->add_option("ACCOUNT", wish->account, tr("its number, as 407100"))->required();
    account->add_option("--groupement", wish->groupement.text, tr("only of this groupement"));
    add_period(*account, *wish);
    add_reading(program, run, "variation-table", tr("opening, movements and closing of each account, period by period"),
                wish, print_variation_table)
        ->add_option("--by", wish->by, tr("month or year"))
        ->check(CLI::IsMember({"month", "year"}));
}

}  // namespace ipep
