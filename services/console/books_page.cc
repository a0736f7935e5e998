// Books: the CPAM whose books may be read, and the journal of one: its entries in order, and the FEC.
#include <algorithm>

#include "ledger/payment.h"
#include "services/books/books.h"
#include "services/books/chart_of_accounts.h"
#include "services/books/fec.h"
#include "services/books/journal_text.h"
#include "services/console/books_frame.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr std::size_t kEntriesShown = 100;

// Which of a CPAM's entries are asked for.
struct Filter {
    Period period;
    std::string code, account, groupement;

    explicit Filter(const Visit& visit)
        : period(asked_days(visit)),
          code(visit.query("journal")),
          account(visit.query("account")),
          groupement(visit.query("groupement")) {}

    bool takes(const BookEntry& entry) const {
        const auto on_account = [&](const JournalLine& line) { return charted(line.account).number == account; };
        return period.holds(entry.on) && (code.empty() || entry.code == code) &&
               (groupement.empty() || entry.groupement.text == groupement) &&
               (account.empty() || std::ranges::any_of(entry.lines, on_account));
    }
    std::string query() const {
        std::string text;
        for (const auto& [name, value] : {std::pair{"from", period.from ? to_text(*period.from) : ""},
                                          {"journal", code},
                                          {"account", account},
                                          {"groupement", groupement}})
            if (!value.empty()) text += std::string("&") + name + '=' + percent_encoded(value);
        return text;
    }
};

std::vector<Choice> accounts() {
    std::vector<Choice> choices{{"", tr("all")}};
    for (const Account one : accounts_by_number())
        choices.emplace_back(charted(one).number, charted(one).number + ' ' + charted(one).label);
    return choices;
}

void put_choices(const Books& books, const Filter& filter, Data& data) {
    std::set<std::string> codes, groups;
    for (const BookEntry& entry : books.entries) codes.insert(entry.code), groups.insert(entry.groupement.text);
    std::vector<Choice> journals{{"", tr("all")}}, groupements{{"", tr("all")}};
    for (const std::string& code : codes) journals.emplace_back(code, code + ' ' + journal_label(code));
    for (const std::string& id : groups) groupements.emplace_back(id, id + ' ' + books.names.at({id}));
    data.set("journals", choices(journals, filter.code)).set("groups", choices(groupements, filter.groupement));
    data.set("accounts", choices(accounts(), filter.account));
}

std::string what_of(const BookEntry& entry) {
    const std::string what = titled(entry.kind);
    if (entry.on == entry.arisen) return what;
    return what + ' ' + fill(tr("(arisen on {day}, in a closed month)"), {{"day", shown(entry.arisen)}});
}

void put_lines(const Visit& visit, const Books& books, const BookEntry& entry, std::vector<Data>& rows) {
    for (const JournalLine& line : entry.lines) {
        const AccountId account = account_of(line, entry);
        Data& row = rows.emplace_back();
        const bool first = &line == &entry.lines.front();
        row.set("first", first).set("number", shown_count(static_cast<std::int64_t>(entry.number)));
        row.set("on", shown(entry.on)).set("code", entry.code).set("code_label", journal_label(entry.code));
        row.set("what", what_of(entry)).set("event_href", visit.event_link(entry.event));
        row.set("order", entry.order.text).set("order_href", visit.link(order_path(entry.order)));
        row.set("account", account.number).set("label", label_of(account));
        row.set("account_href", visit.link(books_path(books.cpam, BooksPage::ledger, "?account=" + account.number)));
        row.set("group", entry.groupement.text).set("group_name", books.names.at(entry.groupement));
        row.set("debit", debit_side(line.amount)).set("credit", credit_side(line.amount));
    }
}

std::string journal_csv(const Books& books, const std::vector<const BookEntry*>& entries) {
    sheets::CsvFile file;
    for (const std::string& head :
         {tr("No."), tr("Day"), tr("Arisen on"), tr("Journal"), tr("Account"), tr("Label"), tr("Groupement"),
          tr("Name"), tr("Event"), tr("What"), tr("Order"), tr("Debit"), tr("Credit")})
        file.text(head);
    file.end_row();
    for (const BookEntry* entry : entries)
        for (const JournalLine& line : entry->lines) {
            const AccountId account = account_of(line, *entry);
            for (const std::string& text :
                 {std::to_string(entry->number), shown(entry->on), shown(entry->arisen), entry->code, account.number,
                  label_of(account), entry->groupement.text, books.names.at(entry->groupement),
                  std::to_string(entry->event), titled(entry->kind), entry->order.text})
                file.text(text);
            put_sides(line.amount, file);
            file.end_row();
        }
    return file.bytes();
}

// The years that have entries, to choose the FEC of.
void put_fec(const Books& books, Data& data) {
    std::set<std::string> years;
    for (const BookEntry& entry : books.entries) years.insert(std::to_string(year_of(entry.on)));
    if (years.empty()) return;
    Data one;
    one.set("fec_path", "/books/" + books.cpam.text + "/fec");
    data.set("fec", one.set("years", choices(as_choices(years), *years.rbegin())));
}

}  // namespace

ConsolePage books_of_all(const Visit& visit) {
    const auto cpams = cpams_read(visit);
    if (cpams.size() == 1) return visit.moved(visit.link(books_path(cpams.front(), BooksPage::journal)));
    std::vector<Data> rows;
    Total bank, moved;
    for (const CpamId& cpam : cpams) {
        const Books books = read_books(visit.views, cpam);
        Money held, debit;
        for (const AccountMovement& one : movements(books, {})) {
            debit += one.debit;
            if (one.account.number == charted(Account::bank).number) held += one.closing();
        }
        bank += held, moved += debit;
        Data& row = rows.emplace_back();
        row.set("cpam", visit.cpam_name(cpam)).set("href", visit.link(books_path(cpam, BooksPage::journal)));
        row.set("count", shown_count(static_cast<std::int64_t>(books.entries.size()))).set("moved", euros(debit));
        row.set("bank", euros(held));
        const auto open = oldest_open_month(*visit.book().find(cpam));
        row.set("open", open ? shown_month(*open) : "–");
        row.set("closing_href", visit.link(books_path(cpam, BooksPage::closing)));
    }
    Data data;
    data.set("rows", std::move(rows)).set("bank", euros(bank)).set("moved", euros(moved));
    return visit.page(Section::books, tr("Journal"), "books", std::move(data));
}

ConsolePage books_journal(const Visit& visit, const CpamId& cpam) {
    Books books = read_books(visit.views, cpam);
    add_names(visit.views, books);
    const Filter filter(visit);
    std::vector<const BookEntry*> taken;
    Total debit;
    for (const BookEntry& entry : books.entries)
        if (filter.takes(entry)) {
            taken.push_back(&entry);
            for (const JournalLine& line : entry.lines) debit += std::max(line.amount, Money());
        }
    if (asks_csv(visit))
        return {200,
                "text/csv; charset=utf-8",
                journal_csv(books, taken),
                {{"Content-Disposition", "attachment; filename=\"journal-" + cpam.text + ".csv\""}}};
    const std::size_t pages = std::max<std::size_t>(1, (taken.size() + kEntriesShown - 1) / kEntriesShown);
    const auto asked = whole_number(visit.query("page")).value_or(1);
    const std::size_t page = std::clamp<std::size_t>(static_cast<std::size_t>(asked), 1, pages);
    std::vector<Data> rows;
    for (std::size_t at = (page - 1) * kEntriesShown; at < std::min(taken.size(), page * kEntriesShown); ++at)
        put_lines(visit, books, *taken[at], rows);
    Data data;
    put_books_frame(visit, cpam, BooksPage::journal, data);
    put_choices(books, filter, data);
    const auto at_page = [&](std::size_t number) {
        std::string query = "?page=" + std::to_string(number) + filter.query();
        if (filter.period.until) query += "&to=" + percent_encoded(visit.query("to"));
        return visit.link(books_path(cpam, BooksPage::journal, query));
    };
    data.set("before_href", page > 1 ? at_page(page - 1) : "").set("after_href", page < pages ? at_page(page + 1) : "");
    data.set("several", pages > 1).set("at", shown_count(static_cast<std::int64_t>(page)));
    data.set("pages", shown_count(static_cast<std::int64_t>(pages)));
    data.set("count", shown_count(static_cast<std::int64_t>(taken.size()))).set("sum", euros(debit));
    data.set("rows", std::move(rows));
    if (visit.rights.has(Right::read_payees, cpam)) put_fec(books, data);
    const std::string title = fill(tr("Journal of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::books, title, "books_journal", std::move(data));
}

ConsolePage fec(const Visit& visit, const CpamId& cpam) {
    if (const auto allowed = visit.rights.check(Right::read_payees, cpam); !allowed)
        return visit.refused(Section::books, allowed.error());
    Books books = read_books(visit.views, cpam);
    add_names(visit.views, books);
    add_transfers(visit.views, books);
    add_digests(visit.ledger, books);
    const auto year = whole_number(visit.query("year"));
    Period period = asked_days(visit);
    if (year && well_formed_year(*year)) period = period_of(day_of(static_cast<int>(*year), 1, 1), Span::year);
    const bool is_xml = visit.query("kind") == "xml";
    Day last = visit.ledger.world().today();
    if (period.until) last = Day{period.until->since_1970 - 1};
    std::string name = cpam.text + "FEC" + to_text(last);
    std::erase(name, '-');
    return {200,
            is_xml ? "application/xml; charset=utf-8" : "text/plain; charset=utf-8",
            journal_text(is_xml ? JournalStyle::fec_xml : JournalStyle::fec, books, period),
            {{"Content-Disposition", "attachment; filename=\"" + name + (is_xml ? ".xml" : ".txt") + "\""}}};
}

}  // namespace ipep
