// Closing: account 512 held against the bank on a day, and what still stands in the way of closing a month.
#include "services/books/bank_reconciliation.h"
#include "services/books/closing_checklist.h"
#include "services/console/books_frame.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/forms/fact_form.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

void write_reconciliation(const BankReconciliation& found, sheets::CsvFile& file) {
    for (const std::string& head : {tr("Side"), tr("Day"), tr("What"), tr("Groupement"), tr("Reference"), tr("Amount")})
        file.text(head);
    file.end_row();
    const auto row = [&](const std::string& side, const std::string& on, const std::string& what,
                         const std::string& group, const std::string& reference, Money amount) {
        for (const std::string& text : {side, on, what, group, reference}) file.text(text);
        file.number(to_text(amount));
        file.end_row();
    };
    row(tr("Balance of account 512"), shown(found.on), "", "", "", found.books);
    for (const PostedAlone& one : found.in_books)
        row(tr("In the books alone"), shown(one.on), titled(one.kind), one.groupement.text, one.order.text, one.amount);
    for (const OpenLine& open : found.at_bank) {
        const auto on = parse_day(open.line.bookedOn.value_or(""));
        row(tr("At the bank alone"), on ? shown(*on) : "", why_at_bank(open), "", open.line.reference,
            open.line.amount);
    }
    row(tr("Balance the bank must show"), shown(found.on), "", "", "", found.expected());
    if (found.told) {
        row(tr("Balance the bank gives"), shown(found.on), "", "", "", *found.told);
        row(tr("Difference"), "", "", "", "", *found.difference());
    }
}

void put_reconciliation(const Visit& visit, const BankReconciliation& found, Data& data) {
    std::vector<Data> posted, lines;
    for (const PostedAlone& one : found.in_books) {
        Data& row = posted.emplace_back();
        row.set("number", shown_count(static_cast<std::int64_t>(one.number))).set("on", shown(one.on));
        row.set("what", titled(one.kind)).set("group", one.groupement.text).set("order", one.order.text);
        row.set("order_href", visit.link(order_path(one.order))).set("event_href", visit.event_link(one.event));
        row.set("amount", with_currency(one.amount));
    }
    for (const OpenLine& open : found.at_bank) {
        const BankLineUnmatched& one = open.line;
        const auto on = parse_day(one.bookedOn.value_or(""));
        Data& row = lines.emplace_back();
        row.set("on", on ? shown(*on) : "–").set("reference", one.reference).set("amount", with_currency(one.amount));
        row.set("why", why_at_bank(open));
    }
    data.set("posted", std::move(posted)).set("lines", std::move(lines));
    data.set("books", with_currency(found.books)).set("in_books", with_currency(found.only_in_books()));
    data.set("at_bank", with_currency(found.only_at_bank())).set("expected", with_currency(found.expected()));
    if (!found.told) return;
    Data told;
    told.set("balance", with_currency(*found.told)).set("difference", with_currency(*found.difference()));
    data.set("told", told.set("agrees", *found.difference() == Money()));
}

// Where a point is looked at; empty where there is nothing to look at.
std::string path_of(ClosingPoint point, const CpamId& cpam, Day month) {
    switch (point) {
        case ClosingPoint::monthRuns: return {};
        case ClosingPoint::monthsBefore: return payments_path(cpam, "#months");
        case ClosingPoint::fileUnwritten: return payments_path(cpam, "#files");
        case ClosingPoint::linesUnmatched: return payments_path(cpam, "/reconciliation#unmatched");
        case ClosingPoint::wordsTold: return payments_path(cpam, "/reconciliation#told");
        case ClosingPoint::ordersToVisa: return payments_path(cpam, "?state=ordered");
        case ClosingPoint::ordersSuspended: return payments_path(cpam, "?state=suspended");
        case ClosingPoint::ordersToIssue: return payments_path(cpam, "?state=approved");
        case ClosingPoint::ordersAtBank: return payments_path(cpam, "/reconciliation#awaited");
        case ClosingPoint::paymentsUnseen:
            return books_path(cpam, BooksPage::bank,
                              "?on=" + to_text(Day{period_of(month, Span::month).until->since_1970 - 1}));
        case ClosingPoint::payeesPending: return payments_path(cpam, "#payees");
        case ClosingPoint::takeOversPending: return payments_path(cpam, "#taken-over");
        case ClosingPoint::settlementsUnvalidated: return "/settlements";
        case ClosingPoint::accrualsMissing: break;
    }
    return books_path(cpam, BooksPage::ledger, "?account=408100");
}

std::vector<Data> rows_of(const Visit& visit, const ClosingChecklist& list) {
    std::vector<Data> rows;
    for (const ClosingItem& one : list.items) {
        Data& row = rows.emplace_back();
        row.set("what", words_of(one.point)).set("count", one.count == 0 ? "–" : shown_count(one.count));
        row.set("amount", euros(one.amount)).set("since", one.since ? shown(*one.since) : "");
        row.set("good", one.count == 0).set("bad", one.count > 0 && one.binds).set("warn", one.count > 0 && !one.binds);
        row.set("state", one.count == 0 ? tr("clear") : one.binds ? tr("prevents it") : tr("to be looked at"));
        const std::string path = one.count == 0 ? "" : path_of(one.point, list.cpam, list.month);
        row.set("href", path.empty() ? "" : visit.link(path));
    }
    return rows;
}

void write_checklist(const ClosingChecklist& list, sheets::CsvFile& file) {
    for (const std::string& head : {tr("Point"), tr("How many"), tr("Amount"), tr("Since"), tr("Binds")})
        file.text(head);
    file.end_row();
    for (const ClosingItem& one : list.items) {
        file.text(words_of(one.point));
        file.number(std::to_string(one.count));
        file.number(to_text(one.amount));
        file.text(one.since ? shown(*one.since) : "");
        file.text(one.binds ? tr("yes") : tr("no"));
        file.end_row();
    }
}

// The oldest open month and those behind it, this one included.
std::vector<Choice> months_open(const Visit& visit, const CpamId& cpam) {
    std::vector<Choice> months;
    const Day today = visit.ledger.world().today();
    auto month = oldest_open_month(*visit.book().find(cpam));
    for (; month && *month <= today; month = *period_of(*month, Span::month).until)
        months.emplace_back(month_text(*month), shown_month(*month));
    return months;
}

}  // namespace

ConsolePage books_reconciliation(const Visit& visit, const CpamId& cpam) {
    const Day on = parse_day(visit.query("on")).value_or(visit.ledger.world().today());
    const std::string typed = visit.query("bank");
    const auto told = parse_money(forms::amount_text(typed));
    const Books books = read_books(visit.views, cpam);
    const auto found = reconcile_bank(visit.ledger, visit.views, books, on, told);
    if (asks_csv(visit)) {
        sheets::CsvFile file;
        write_reconciliation(found, file);
        return csv_page(file, tr("reconciliation-statement") + '-' + cpam.text + '-' + to_text(on));
    }
    Data data;
    put_books_frame(visit, cpam, BooksPage::bank, data);
    data.set("on", to_text(on)).set("shown_on", shown(on)).set("bank", typed);
    data.set("unread", !typed.empty() && !told);
    put_reconciliation(visit, found, data);
    const std::string title = fill(tr("Reconciliation statement of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::books, title, "books_reconciliation", std::move(data));
}

ConsolePage books_closing(const Visit& visit, const CpamId& cpam) {
    const auto asked = parse_day(visit.query("month") + "-01");
    const auto list = closing_checklist(visit.views, cpam, asked, visit.ledger.world().today());
    if (asks_csv(visit)) {
        sheets::CsvFile file;
        write_checklist(list, file);
        return csv_page(file, tr("closing-checklist") + '-' + cpam.text + '-' + month_text(list.month));
    }
    Data data;
    put_books_frame(visit, cpam, BooksPage::closing, data);
    data.set("month", shown_month(list.month)).set("closed", list.is_closed).set("may_close", list.may_close());
    data.set("months", choices(months_open(visit, cpam), month_text(list.month)));
    const bool closes = list.may_close() && visit.at_head() && visit.rights.has(Right::pay, cpam);
    data.set("close_href", closes ? payments_path(cpam, "#months") : "");
    data.set("rows", rows_of(visit, list));
    const std::string title = fill(tr("Closing checklist of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::books, title, "books_closing", std::move(data));
}

}  // namespace ipep
