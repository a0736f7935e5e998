// Accounts: the general ledger account by account with its running balance, the trial balance, the variation table.
#include <algorithm>

#include "services/books/chart_of_accounts.h"
#include "services/console/books_frame.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/words/code.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr std::size_t kLinesShown = 500, kPeriodsShown = 12;

void put_account(const Books& books, const AccountId& account, Data& row) {
    row.set("account", account.number).set("label", label_of(account)).set("group", account.groupement.text);
    row.set("group_name", account.groupement.text.empty() ? "" : books.names.at(account.groupement));
}

std::string ledger_path(const AccountId& account, const CpamId& cpam) {
    std::string query = "?account=" + account.number;
    if (!account.groupement.text.empty()) query += "&groupement=" + percent_encoded(account.groupement.text);
    return books_path(cpam, BooksPage::ledger, query);
}

// Each account with what it held, what moved it and what it holds, those of groupements below a sum of their account.
class MovementRows {
public:
    MovementRows(const Visit& visit, const Books& books, const Period& period)
        : visit_(visit), books_(books), moved_(movements(books, period)) {}

    std::vector<Data> rows() {
        std::vector<Data> rows;
        for (auto at = moved_.begin(); at != moved_.end();) {
            const auto end = std::find_if(
                at, moved_.end(), [&](const AccountMovement& one) { return one.account.number != at->account.number; });
            AccountMovement sum{{}, {at->account.number, {}}};
            for (auto one = at; one != end; ++one) add(*one, sum);
            const bool parted = !at->account.groupement.text.empty();
            put(sum, parted, rows.emplace_back());
            for (; at != end; ++at)
                if (parted) put(*at, false, rows.emplace_back());
        }
        return rows;
    }
    Data total() const {
        Data row;
        Total opening_debit, opening_credit, debit, credit, debtor, creditor;
        for (const AccountMovement& one : moved_) {
            opening_debit += std::max(one.opening, Money()), opening_credit += std::max(-one.opening, Money());
            debit += one.debit, credit += one.credit;
            debtor += std::max(one.closing(), Money()), creditor += std::max(-one.closing(), Money());
        }
        row.set("opening_debit", euros(opening_debit)).set("opening_credit", euros(opening_credit));
        row.set("debit", euros(debit)).set("credit", euros(credit)).set("debtor", euros(debtor));
        return row.set("creditor", euros(creditor)).set("balances", debit == credit && debtor == creditor);
    }
    void write(const std::string& period, sheets::CsvFile& file) const {
        for (const AccountMovement& one : moved_) {
            if (!period.empty()) file.text(period);
            for (const std::string& text : {one.account.number, label_of(one.account), one.account.groupement.text})
                file.text(text);
            for (const Money amount : {one.opening, one.debit, one.credit, one.closing()}) file.number(to_text(amount));
            file.end_row();
        }
    }

private:
    static void add(const AccountMovement& one, AccountMovement& sum) {
        sum.opening += one.opening, sum.debit += one.debit, sum.credit += one.credit;
    }
    void put(const AccountMovement& one, bool is_sum, Data& row) const {
        put_account(books_, one.account, row);
        row.set("is_sum", is_sum).set("href", visit_.link(ledger_path(one.account, books_.cpam)));
        row.set("opening_debit", debit_side(one.opening)).set("opening_credit", credit_side(one.opening));
        row.set("debit", one.debit == Money() ? "" : with_currency(one.debit));
        row.set("credit", one.credit == Money() ? "" : with_currency(one.credit));
        row.set("debtor", debit_side(one.closing())).set("creditor", credit_side(one.closing()));
    }

    const Visit& visit_;
    const Books& books_;
    std::vector<AccountMovement> moved_;
};

void put_heads(sheets::CsvFile& file) {
    for (const std::string& head :
         {tr("Account"), tr("Label"), tr("Groupement"), tr("Opening"), tr("Debits"), tr("Credits"), tr("Closing")})
        file.text(head);
    file.end_row();
}

void write_ledger(const AccountLedger& ledger, sheets::CsvFile& file) {
    for (const std::string& head : {tr("No."), tr("Day"), tr("Journal"), tr("Event"), tr("What"), tr("Groupement"),
                                    tr("Order"), tr("Debit"), tr("Credit"), tr("Balance")})
        file.text(head);
    file.end_row();
    for (const PostedLine& line : ledger.lines) {
        const BookEntry& entry = *line.entry;
        for (const std::string& text :
             {std::to_string(entry.number), shown(entry.on), entry.code, std::to_string(entry.event),
              titled(entry.kind), entry.groupement.text, entry.order.text})
            file.text(text);
        put_sides(line.amount, file);
        file.number(to_text(line.balance));
        file.end_row();
    }
}

void put_ledger(const Visit& visit, const AccountLedger& ledger, Data& data) {
    Total debit, credit;
    for (const PostedLine& line : ledger.lines)
        debit += std::max(line.amount, Money()), credit += std::max(-line.amount, Money());
    const std::size_t first = ledger.lines.size() > kLinesShown ? ledger.lines.size() - kLinesShown : 0;
    std::vector<Data> rows;
    for (std::size_t at = first; at < ledger.lines.size(); ++at) {
        const PostedLine& line = ledger.lines[at];
        Data& row = rows.emplace_back();
        row.set("number", shown_count(static_cast<std::int64_t>(line.entry->number))).set("on", shown(line.entry->on));
        row.set("code", line.entry->code).set("what", titled(line.entry->kind));
        row.set("event_href", visit.event_link(line.entry->event)).set("group", line.entry->groupement.text);
        row.set("order", line.entry->order.text).set("order_href", visit.link(order_path(line.entry->order)));
        row.set("debit", debit_side(line.amount)).set("credit", credit_side(line.amount));
        row.set("balance", with_currency(line.balance));
    }
    data.set("shortened", first > 0).set("opening", euros(ledger.opening)).set("closing", euros(ledger.closing));
    data.set("debit", euros(debit)).set("credit", euros(credit)).set("rows", std::move(rows));
}

}  // namespace

ConsolePage books_ledger(const Visit& visit, const CpamId& cpam) {
    Books books = read_books(visit.views, cpam);
    add_names(visit.views, books);
    const std::string number = visit.query("account");
    const auto account = account_numbered(number.empty() ? charted(Account::bank).number : number);
    if (!account)
        return visit.refused(Section::books,
                             {code::account_unknown, {{"account", number}, {"accounts", account_numbers()}}});
    const GroupementId groupement{visit.query("groupement")};
    const AccountLedger ledger = account_ledger(books, *account, groupement, asked_days(visit));
    if (asks_csv(visit)) {
        sheets::CsvFile file;
        write_ledger(ledger, file);
        return csv_page(file, tr("general-ledger") + '-' + cpam.text + '-' + charted(*account).number);
    }
    std::vector<Choice> accounts, groups{{"", tr("all")}};
    for (const Account one : accounts_by_number())
        accounts.emplace_back(charted(one).number, charted(one).number + ' ' + charted(one).label);
    for (const auto& [id, name] : books.names) groups.emplace_back(id.text, id.text + ' ' + name);
    Data data;
    put_books_frame(visit, cpam, BooksPage::ledger, data);
    data.set("accounts", choices(accounts, charted(*account).number)).set("groups", choices(groups, groupement.text));
    data.set("account", charted(*account).number).set("label", charted(*account).label).set("group", groupement.text);
    put_ledger(visit, ledger, data);
    const std::string title = fill(tr("General ledger of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::books, title, "books_ledger", std::move(data));
}

ConsolePage books_balance(const Visit& visit, const CpamId& cpam) {
    Books books = read_books(visit.views, cpam);
    add_names(visit.views, books);
    const Day on = parse_day(visit.query("on")).value_or(visit.ledger.world().today());
    MovementRows rows(visit, books, {asked_days(visit).from, up_to(on).until});
    if (asks_csv(visit)) {
        sheets::CsvFile file;
        put_heads(file);
        rows.write({}, file);
        return csv_page(file, tr("trial-balance") + '-' + cpam.text + '-' + to_text(on));
    }
    Data data;
    put_books_frame(visit, cpam, BooksPage::balance, data);
    data.set("on", to_text(on)).set("shown_on", shown(on)).set("rows", rows.rows()).set("total", rows.total());
    const std::string title = fill(tr("Trial balance of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::books, title, "books_balance", std::move(data));
}

ConsolePage books_variations(const Visit& visit, const CpamId& cpam) {
    Books books = read_books(visit.views, cpam);
    add_names(visit.views, books);
    const Span span = visit.query("by") == "month" ? Span::month : Span::year;
    const std::string asked = visit.query("period");
    sheets::CsvFile file;
    file.text(tr("Period"));
    put_heads(file);
    std::vector<Data> tables;
    std::vector<Choice> names{{"", tr("all")}};
    for (const Period& period : periods(books, span)) {
        const std::string name = name_of(period, span);
        const std::string said = span == Span::month ? shown_month(*period.from) : name;
        names.emplace_back(name, said);
        if (!asked.empty() && asked != name) continue;
        MovementRows rows(visit, books, period);
        rows.write(said, file);
        tables.emplace_back().set("period", said).set("id", name).set("rows", rows.rows()).set("total", rows.total());
    }
    if (asks_csv(visit)) return csv_page(file, tr("variation-table") + '-' + cpam.text);
    std::ranges::reverse(tables);
    const bool shortened = tables.size() > kPeriodsShown;
    if (shortened) tables.resize(kPeriodsShown);
    Data data;
    put_books_frame(visit, cpam, BooksPage::variations, data);
    data.set("spans",
             choices({{"year", tr("by year")}, {"month", tr("by month")}}, span == Span::year ? "year" : "month"));
    data.set("periods", choices(names, asked)).set("tables", std::move(tables)).set("shortened", shortened);
    const std::string title = fill(tr("Variation table of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::books, title, "books_variations", std::move(data));
}

}  // namespace ipep
