// Bank: a file from the bank chosen in the browser and what came of it; orders, files and bank lines side by side.
#include "events/describe.h"
#include "services/bank/file_kind.h"
#include "services/console/books_frame.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/files/scratch_folder.h"
#include "services/http/problem.h"
#include "services/payments/payment_answer.h"
#include "services/words/bank_reasons.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr std::size_t kBankRows = 300;

void add_orders(const char* name, const std::vector<OrderId>& orders, Data& data) {
    std::vector<Data> rows;
    for (const OrderId& id : orders) rows.emplace_back().set("order", id.text).set("href", order_path(id));
    Data list;
    list.set("count", shown_count(static_cast<std::int64_t>(rows.size())));
    if (!rows.empty()) data.set(name, std::move(list.set("orders", std::move(rows))));
}

Data reading_of(const Visit& visit, const BankReading& reading, const std::string& name) {
    Data one;
    one.set("name", name).set("repeated", reading.repeated).set("matched", shown_count(reading.matched));
    const bool reads = visit.rights.has(Right::read_amounts, reading.cpam);
    one.set("cpam", reading.cpam.text);
    one.set("reconciliation_href", reads ? payments_path(reading.cpam, "/reconciliation") : "");
    add_orders("paid", reading.paid, one);
    add_orders("rejected", reading.rejected, one);
    add_orders("returned", reading.returned, one);
    std::vector<Data> rows;
    for (const Unmatched& line : reading.unmatched)
        rows.emplace_back()
            .set("reference", line.reference)
            .set("amount", euros(line.amount))
            .set("why", why_unmatched(line.why, line.count));
    std::vector<Data> told;
    for (const ToldWord& word_of_bank : reading.told) {
        Data& row = told.emplace_back();
        row.set("order", word_of_bank.order.text).set("href", visit.link(order_path(word_of_bank.order)));
        row.set("status", spoken_reason(word_of_bank.status));
        row.set("answer", word_of_bank.answer == BankAnswer::nothing ? "" : word(word_of_bank.answer));
    }
    one.set("told", std::move(told));
    one.set("unmatched_count", shown_count(static_cast<std::int64_t>(rows.size()))).set("unmatched", std::move(rows));
    return one;
}

// At the bank and not yet seen on a statement.
bool is_awaited(const Order& order) {
    return order.state == OrderState::issued || order.state == OrderState::accepted ||
           (order.state == OrderState::paid && !order.booked);
}

void put_line(const Visit& visit, const Reconciled& one, Data& row) {
    const PaymentOrdered& what = one.order.ordered;
    row.set("order", what.order.text).set("href", visit.link(order_path(what.order)));
    row.set("reference", what.endToEndId).set("amount", euros(what.amount)).set("since", shown(one.order.lastOn));
    row.set("file", one.order.message).set("bank", one.bank);
    put_state(one.order.state, row);
}

// What the person chose instead; empty where it is XML, of which the refusal says more.
std::string taken_for(FileKind kind) {
    switch (kind) {
        case FileKind::xml: return {};
        case FileKind::transfers: return tr("a file of transfers for the bank (pain.001), not an answer of it");
        case FileKind::cfonb: return tr("a statement in the CFONB format");
        case FileKind::mt940: return tr("a statement in the MT940 format");
        case FileKind::ofx: return tr("a statement in the OFX format");
        case FileKind::table: return tr("a table in CSV");
        case FileKind::spreadsheet: return tr("a spreadsheet");
        case FileKind::pdf: return tr("a PDF");
        case FileKind::unknown: break;
    }
    return tr("no XML");
}

std::string why_unread(const Upload& upload, const Rejection& rejection) {
    const std::string kind = taken_for(kind_of_file(upload.content));
    if (kind.empty()) return spoken_sentence(rejection);
    return fill(
        tr("{name} is {kind}. Read here are the bank's pain.002, camt.053 and camt.054, in XML: ask the bank for "
           "one of these. Nothing was recorded."),
        {{"name", upload.name}, {"kind", kind}});
}

// The form once more, with what was wrong.
ConsolePage unread(const Visit& visit, const Upload& upload, const Rejection& rejection) {
    Data data;
    data.set("warning", why_unread(upload, rejection));
    const int status = http::status_of(rejection.code);
    ConsolePage page = visit.page(Section::payments, tr("What the bank says"), "bank", std::move(data), status);
    page.refusal = rejection;
    return page;
}

}  // namespace

ConsolePage bank_files(const Visit& visit, const std::optional<BankReading>& reading, const std::string& name) {
    if (!visit.rights.has(Right::pay))
        return visit.refused(Section::payments, visit.rights.check(Right::pay, CpamId{}).error());
    const bool was_sent = visit.request.method == "POST";
    Data data;
    if (reading) data.set("reading", reading_of(visit, *reading, name));
    if (!reading && was_sent)
        data.set("warning", name.empty() ? tr("Choose a file first; nothing was recorded.")
                                         : fill(tr("{name} is empty; nothing was recorded. Ask the bank for it again."),
                                                {{"name", name}}));
    return visit.page(Section::payments, tr("What the bank says"), "bank", std::move(data),
                      was_sent && !reading ? 422 : 200);
}

ConsolePage read_bank_file(const Visit& visit) {
    if (!visit.rights.has(Right::pay) || visit.request.uploads.empty()) return bank_files(visit, std::nullopt, {});
    const Upload& upload = visit.request.uploads.front();
    if (upload.content.empty()) return bank_files(visit, std::nullopt, upload.name);
    const ScratchFolder folder;
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const auto reading = desk.read_bank_file(folder.written("bank.xml", upload.content));
    if (!reading) return unread(visit, upload, reading.error());
    return bank_files(visit, *reading, upload.name);
}

ConsolePage reconciliation(const Visit& visit, const CpamId& cpam) {
    Reader reader = visit.reader;
    const Reconciliation found = reconcile(visit.ledger, visit.views, cpam, reader);
    std::vector<Data> awaited, lines, unmatched, told;
    Money open, lost;
    std::optional<Day> oldest;
    for (const Reconciled& one : found.lines) {
        if (!one.order.told.empty()) {
            Data& row = told.emplace_back();
            put_line(visit, one, row);
            row.set("told", spoken_reason(one.order.told));
        }
        if (!is_awaited(one.order)) continue;
        open += one.order.ordered.amount;
        if (!oldest || one.order.lastOn < *oldest) oldest = one.order.lastOn;
        if (awaited.size() < kBankRows) put_line(visit, one, awaited.emplace_back());
    }
    for (auto one = found.lines.rbegin(); one != found.lines.rend() && lines.size() < kBankRows; ++one)
        put_line(visit, *one, lines.emplace_back());
    for (const auto& [line, words] : found.unmatched) {
        lost += line.line.amount;
        const auto on = parse_day(line.line.bookedOn.value_or(""));
        Data& row = unmatched.emplace_back();
        row.set("reference", line.line.reference.empty() ? "–" : line.line.reference);
        row.set("amount", euros(line.line.amount));
        row.set("why", why_at_bank(line)).set("on", on ? shown(*on) : "–");
        row.set("href", visit.link(line_path(cpam, line.position))).set("bank", line.line.bankReference.value_or("–"));
        row.set("words", spoken_words(words));
    }
    Data data;
    data.set("cpam", cpam.text).set("cpam_href", visit.link(payments_path(cpam)));
    data.set("statement_href", visit.link(books_path(cpam, BooksPage::bank)));
    data.set("bank_href", visit.at_head() && visit.rights.has(Right::pay, cpam) ? "/bank-files" : "");
    data.set("open", euros(open)).set("oldest", oldest ? shown(*oldest) : "").set("lost", euros(lost));
    data.set("shortened", found.lines.size() > kBankRows).set("awaited", std::move(awaited));
    data.set("lines", std::move(lines)).set("unmatched", std::move(unmatched));
    data.set("any_told", !told.empty()).set("told", std::move(told));
    const std::string title = fill(tr("Reconciliation of the CPAM {cpam}"), {{"cpam", cpam.text}});
    ConsolePage page = visit.page(Section::payments, title, "reconciliation", std::move(data));
    page.shown = reader.shown();
    return page;
}

}  // namespace ipep
