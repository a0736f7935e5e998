#include "tools/pages/books_page.h"

#include "services/books/chart_of_accounts.h"
#include "services/words/language.h"
#include "services/words/moment.h"
#include "services/words/wording.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

TextTable::Column left(std::string title) { return {std::move(title), TextTable::Align::left}; }
TextTable::Column right(std::string title) { return {std::move(title), TextTable::Align::right}; }

std::string label_of(const AccountId& account) {
    return shortened(charted(*account_numbered(account.number)).label, 38);
}

std::string debit_side(Money amount) { return cell(std::max(amount, Money())); }
std::string credit_side(Money amount) { return cell(std::max(-amount, Money())); }

void add_rows(TextTable& table, const std::vector<AccountMovement>& rows) {
    AccountMovement all;
    for (const AccountMovement& one : rows) {
        table.row({one.account.number, one.account.groupement.text, label_of(one.account), cell(one.opening),
                   cell(one.debit), cell(one.credit), cell(one.closing())});
        all.opening += one.opening;
        all.debit += one.debit;
        all.credit += one.credit;
    }
    table.rule();
    table.row({tr("Total"), "", "", cell(all.opening), cell(all.debit), cell(all.credit), cell(all.closing())});
}

}  // namespace

std::string trial_balance_page(const std::vector<AccountMovement>& accounts) {
    TextTable table({left(tr("Account")), left(tr("Groupement")), left(tr("Label")), right(tr("Debits")),
                     right(tr("Credits")), right(tr("Debit balance")), right(tr("Credit balance"))});
    Total debit, credit, debtor, creditor;
    for (const AccountMovement& one : accounts) {
        table.row({one.account.number, one.account.groupement.text, label_of(one.account), cell(one.debit),
                   cell(one.credit), debit_side(one.closing()), credit_side(one.closing())});
        debit += one.debit;
        credit += one.credit;
        debtor += std::max(one.closing(), Money());
        creditor += std::max(-one.closing(), Money());
    }
    table.rule();
    table.row({tr("Total"), "", "", cell(debit), cell(credit), cell(debtor), cell(creditor)});
    return table.text();
}

std::string account_ledger_page(const AccountLedger& ledger) {
    if (ledger.lines.empty() && ledger.opening == Money()) return tr("Nothing was posted.") + '\n';
    TextTable table({right(tr("No.")), left(tr("Day")), left(tr("Journal")), left(tr("Event")), left(tr("Groupement")),
                     right(tr("Debit")), right(tr("Credit")), right(tr("Balance"))});
    if (ledger.opening != Money()) table.row({"", "", "", tr("opening"), "", "", "", cell(ledger.opening)});
    for (const PostedLine& line : ledger.lines)
        table.row({std::to_string(line.entry->number), shown(line.entry->on), line.entry->code,
                   titled(line.entry->kind) + " · " + std::to_string(line.entry->event), line.entry->groupement.text,
                   debit_side(line.amount), credit_side(line.amount), cell(line.balance)});
    table.rule();
    table.row({"", "", "", tr("closing"), "", "", "", cell(ledger.closing)});
    return table.text();
}

std::string general_ledger_page(const std::vector<std::pair<Account, AccountLedger>>& accounts) {
    std::string text;
    for (const auto& [account, ledger] : accounts)
        text += (text.empty() ? "" : "\n") + charted(account).number + ' ' + charted(account).label + '\n' +
                account_ledger_page(ledger);
    return text.empty() ? tr("Nothing was posted.") + '\n' : text;
}

std::string variation_page(const Books& books, Span span) {
    std::string text;
    for (const Period& period : periods(books, span)) {
        TextTable table({left(name_of(period, span)), left(tr("Groupement")), left(tr("Label")), right(tr("Opening")),
                         right(tr("Debits")), right(tr("Credits")), right(tr("Closing"))});
        add_rows(table, movements(books, period));
        text += (text.empty() ? "" : "\n") + table.text();
    }
    return text.empty() ? tr("Nothing was posted.") + '\n' : text;
}

std::string bank_reconciliation_page(const BankReconciliation& found) {
    TextTable table({left(tr("Step")), left(tr("Day")), left(tr("What")), right(tr("Amount"))});
    table.row({tr("Balance of account 512 in the books"), shown(found.on), "", cell(found.books)});
    for (const PostedAlone& one : found.in_books)
        table.row({"− " + tr("in the books alone"), shown(one.on),
                   titled(one.kind) + ' ' + (one.order.text.empty() ? one.groupement.text : one.order.text),
                   cell(one.amount)});
    for (const OpenLine& one : found.at_bank) {
        const auto on = parse_day(one.line.bookedOn.value_or(""));
        table.row({"+ " + tr("at the bank alone"), on ? shown(*on) : "",
                   shortened(one.line.reference + " · " + why_at_bank(one), 60), cell(one.line.amount)});
    }
    table.rule();
    table.row({tr("Balance the bank must show"), shown(found.on), "", cell(found.expected())});
    if (found.told) {
        table.row({tr("Balance the bank gives"), shown(found.on), "", cell(*found.told)});
        table.row({tr("Difference"), "", "", cell(*found.difference())});
    }
    return table.text();
}

std::string closing_checklist_page(const ClosingChecklist& list) {
    if (list.is_closed) return fill(tr("{month} is closed."), {{"month", shown_month(list.month)}}) + '\n';
    TextTable table({left(shown_month(list.month)), left(tr("State")), right(tr("How many")), right(tr("Amount")),
                     left(tr("Since"))});
    for (const ClosingItem& one : list.items)
        table.row({words_of(one.point),
                   one.count == 0 ? tr("clear")
                   : one.binds    ? tr("prevents it")
                                  : tr("to be looked at"),
                   one.count == 0 ? "–" : shown_count(one.count), cell(one.amount),
                   one.since ? shown(*one.since) : ""});
    return table.text() + '\n' +
           (list.may_close() ? tr("Nothing prevents closing it.") : tr("It cannot be closed yet.")) + '\n';
}

}  // namespace ipep
