#include "services/console/books_frame.h"

#include "services/books/chart_of_accounts.h"
#include "services/console/payment_tasks.h"

namespace ipep {
namespace {

struct Tab {
    BooksPage page;
    const char* path;
    std::string label;
};

std::vector<Tab> tabs() {
    return {{BooksPage::journal, "", tr("Journal")},
            {BooksPage::ledger, "/ledger", tr("General ledger")},
            {BooksPage::balance, "/balance", tr("Trial balance")},
            {BooksPage::variations, "/variations", tr("Variation table")},
            {BooksPage::bank, "/reconciliation", tr("Reconciliation statement")},
            {BooksPage::closing, "/closing", tr("Closing checklist")}};
}

// What was asked of the page, with the file's kind in the place of another.
std::string csv_query(const Visit& visit) {
    std::string query = "?kind=csv";
    for (const auto& [name, value] : visit.request.query)
        if (name != "kind" && name != "page" && name != "notice" && name != "as-of" && !value.empty())
            query += '&' + name + '=' + percent_encoded(value);
    return query;
}

}  // namespace

std::string books_path(const CpamId& cpam, BooksPage page, const std::string& query) {
    return "/books/" + cpam.text + tabs()[static_cast<std::size_t>(page)].path + query;
}

Period asked_days(const Visit& visit) {
    Period period{parse_day(visit.query("from")), {}};
    if (const auto to = parse_day(visit.query("to"))) period.until = up_to(*to).until;
    return period;
}

void put_books_frame(const Visit& visit, const CpamId& cpam, BooksPage page, Data& data) {
    std::vector<Data> links;
    for (const Tab& tab : tabs())
        links.emplace_back()
            .set("label", tab.label)
            .set("href", visit.link(books_path(cpam, tab.page)))
            .set("current", tab.page == page);
    data.set("tabs", std::move(links))
        .set("cpam", cpam.text)
        .set("named", visit.cpam_name(cpam))
        .set("path", books_path(cpam, page));
    data.set("all_href", cpams_read(visit).size() > 1 ? visit.link("/books") : "");
    data.set("csv_href", visit.link(books_path(cpam, page, csv_query(visit))));
    const Period period = asked_days(visit);
    data.set("from", period.from ? to_text(*period.from) : "").set("to", period.until ? visit.query("to") : "");
    data.set("payments_href", visit.link("/payments/" + cpam.text));
}

bool asks_csv(const Visit& visit) { return visit.query("kind") == "csv"; }

ConsolePage csv_page(const sheets::CsvFile& file, const std::string& name) {
    return {200,
            "text/csv; charset=utf-8",
            file.bytes(),
            {{"Content-Disposition", "attachment; filename=\"" + name + ".csv\""}}};
}

std::string label_of(const AccountId& account) { return charted(*account_numbered(account.number)).label; }

std::string debit_side(Money amount) { return amount > Money() ? with_currency(amount) : std::string(); }
std::string credit_side(Money amount) { return amount < Money() ? with_currency(-amount) : std::string(); }

void put_sides(Money amount, sheets::CsvFile& file) {
    file.number(amount > Money() ? to_text(amount) : "");
    file.number(amount < Money() ? to_text(-amount) : "");
}

}  // namespace ipep
