#include "services/answers/book_answers.h"

#include <boost/json.hpp>

#include "services/books/books_answer.h"
#include "services/books/chart_of_accounts.h"
#include "services/books/journal_text.h"
#include "services/words/code.h"
#include "services/words/language.h"

namespace ipep {
namespace {

namespace json = boost::json;

// By their day in the books, where a day is asked for; the others stand as they are booked.
Verdict<Books> books_in_effect(Asking& asking, LedgerService& ledger, const std::string& cpam) {
    Books books = IPEP_TRY(read_books(ledger, {cpam}, asking.asks(ledger)));
    if (const auto day = asking.effective_day())
        std::erase_if(books.entries, [&](const BookEntry& entry) { return entry.on > *day; });
    return books;
}

}  // namespace

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Journal& question) {
    static const std::map<std::string, JournalStyle> kStyles = {
        {"hledger", JournalStyle::hledger}, {"ledger", JournalStyle::ledger},   {"beancount", JournalStyle::beancount},
        {"fec", JournalStyle::fec},         {"fec-xml", JournalStyle::fec_xml}, {"csv", JournalStyle::csv}};
    const Period period = asked_period(question.from, question.until);
    const auto ledger = IPEP_TRY(asking.reader());
    Books books = IPEP_TRY(books_in_effect(asking, *ledger, question.cpam));
    const JournalStyle style = kStyles.at(question.style);
    if (style == JournalStyle::fec || style == JournalStyle::fec_xml) add_names(ledger->views(), books);
    if (style == JournalStyle::fec) {
        add_transfers(ledger->views(), books);
        add_digests(*ledger, books);
    }
    if (const std::string left = left_out_of(style, books, period); !left.empty()) asking.note(left);
    return Answer(Bytes{journal_text(style, books, period)});
}

Verdict<Answer<TrialBalanceShown>> answer(Asking& asking, const questions::TrialBalance& question) {
    const auto on = asking.effective_day();
    const auto ledger = IPEP_TRY(asking.reader());
    const CpamId cpam{question.cpam};
    IPEP_TRY(may_read_books(*ledger, cpam, asking.asks(*ledger)));
    return Answer(TrialBalanceShown{cpam, on, movements(ledger->views(), cpam, up_to(on))}, *ledger);
}

json::object document(const TrialBalanceShown& value) {
    return trial_balance_answer(value.cpam, value.on, value.accounts);
}

Verdict<Answer<AccountLedgerShown>> answer(Asking& asking, const questions::AccountLedger& question) {
    const Period period = asked_period(question.from, question.until);
    const auto account = account_numbered(question.account);
    if (!account)
        return refuse(code::account_unknown, {{"account", question.account}, {"accounts", account_numbers()}});
    const auto ledger = IPEP_TRY(asking.reader());
    AccountLedgerShown shown{IPEP_TRY(books_in_effect(asking, *ledger, question.cpam)), *account, {}, {}};
    if (!question.groupement.empty()) IPEP_TRY(ledger->known_groupement(question.groupement));
    shown.groupement = {question.groupement};
    shown.ledger = account_ledger(shown.books, *account, shown.groupement, period);
    return Answer(std::move(shown), *ledger);
}

json::object document(const AccountLedgerShown& value) {
    return account_ledger_answer(value.books.cpam, value.account, value.groupement, value.ledger);
}

Verdict<Answer<GeneralLedgerShown>> answer(Asking& asking, const questions::GeneralLedger& question) {
    const Period period = asked_period(question.from, question.until);
    const auto ledger = IPEP_TRY(asking.reader());
    GeneralLedgerShown shown{IPEP_TRY(books_in_effect(asking, *ledger, question.cpam)), {}};
    for (const Account account : accounts_by_number()) {
        AccountLedger one = account_ledger(shown.books, account, {}, period);
        if (!one.lines.empty() || one.opening != Money()) shown.accounts.emplace_back(account, std::move(one));
    }
    return Answer(std::move(shown), *ledger);
}

json::object document(const GeneralLedgerShown& value) {
    json::array accounts;
    for (const auto& [account, ledger] : value.accounts) {
        json::object one = account_ledger_answer(value.books.cpam, account, {}, ledger);
        one.erase("cpam");
        accounts.push_back(std::move(one));
    }
    return {{"cpam", value.books.cpam.text}, {"accounts", std::move(accounts)}};
}

Verdict<Answer<VariationShown>> answer(Asking& asking, const questions::VariationTable& question) {
    const Span span = question.by == "month" ? Span::month : Span::year;
    const auto ledger = IPEP_TRY(asking.reader());
    return Answer(VariationShown{IPEP_TRY(books_in_effect(asking, *ledger, question.cpam)), span}, *ledger);
}

json::object document(const VariationShown& value) { return variation_answer(value.books, value.span); }

Verdict<Answer<BankReconciliation>> answer(Asking& asking, const questions::BankReconciliation& question) {
    std::optional<Money> told;
    if (!question.bank.empty()) {
        told = parse_money(question.bank);
        if (!told) return refuse(code::amount_malformed, {{"member", "bank"}, {"text", question.bank}});
    }
    const auto ledger = IPEP_TRY(asking.reader());
    const Books books = IPEP_TRY(books_in_effect(asking, *ledger, question.cpam));
    const Day on = asking.effective_day().value_or(ledger->world().today());
    return Answer(reconcile_bank(*ledger, ledger->views(), books, on, told), *ledger);
}

json::object document(const BankReconciliation& value) { return bank_reconciliation_answer(value); }

Verdict<Answer<ClosingChecklist>> answer(Asking& asking, const questions::ClosingChecklist& question) {
    const auto month = parse_day(question.month + "-01");
    if (!question.month.empty() && !month) throw WrongUsage(tr("--month takes a month as 2024-05"));
    const auto ledger = IPEP_TRY(asking.reader());
    const CpamId cpam{question.cpam};
    IPEP_TRY(may_read_books(*ledger, cpam, asking.asks(*ledger)));
    return Answer(closing_checklist(ledger->views(), cpam, month, ledger->world().today()), *ledger);
}

json::object document(const ClosingChecklist& value) { return closing_checklist_answer(value); }

}  // namespace ipep
