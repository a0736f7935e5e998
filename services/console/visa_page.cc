// Visa: all orders of a CPAM that wait for a visa against the ten checks, and one decision on those that pass.
#include "events/describe.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/console/visa_export.h"

namespace ipep {
namespace {

constexpr std::size_t kRowsShown = 100;

std::string visa_path(const CpamId& cpam, const std::string& behind = {}) {
    return payments_path(cpam, "/visa" + behind);
}

void put(const char* name, const CountAndSum& of, Data& data) {
    data.set(name, shown_count(of.count)).set(std::string(name) + "_sum", euros(of.sum));
}

// Which orders may be chosen, with how many each choice has.
void add_choices(const VisaTable& table, const VisaChoice& choice, Data& data) {
    std::set<std::string> years;
    CountAndSum all, passing, failing;
    std::map<CheckName, std::int64_t> by_check;
    for (const VisaRow& row : table.rows()) {
        for (const PaymentYear year : row.years) years.insert(to_text(year));
        all.add(row.order->amount);
        (row.passes() ? passing : failing).add(row.order->amount);
        for (const VisaCheck& one : row.examined.checks) by_check[one.check] += one.result == CheckResult::failed;
    }
    const auto counted = [](const std::string& label, std::int64_t count) {
        return label + " (" + shown_count(count) + ')';
    };
    std::vector<Choice> results{{"", counted(tr("all"), all.count)},
                                {"passes", counted(tr("all that pass"), passing.count)},
                                {"fails", counted(tr("all that do not pass"), failing.count)}};
    for (const auto& [check, count] : by_check)
        if (count > 0)
            results.emplace_back(std::string(enum_name(check)),
                                 counted(fill(tr("fails: {check}"), {{"check", word(check)}}), count));
    data.set("results", choices(results, choice.check)).set("years", choices(as_choices(years), choice.year));
    put("all", all, data);
    put("passing", passing, data);
    put("failing", failing, data);
}

void add_heads(const Visit& visit, const CpamId& cpam, const VisaChoice& choice, Data& data) {
    const auto head = [&](const std::string& sort, const std::string& label) {
        const bool is_sorted = choice.sort == sort || (choice.sort.empty() && sort == "order");
        const bool is_down = is_sorted && choice.dir == "down";
        Data one;
        one.set("label", label).set("sorted", !is_sorted ? "" : is_down ? "descending" : "ascending");
        const std::string query = choice.query({{"sort", sort}, {"dir", is_sorted && !is_down ? "down" : ""}});
        one.set("href", visit.link(visa_path(cpam, query)));
        return one;
    };
    data.set("by_order", head("order", tr("Order"))).set("by_groupement", head("groupement", tr("Groupement")));
    data.set("by_year", head("year", tr("Payment year"))).set("by_amount", head("amount", tr("Amount")));
    std::vector<Data> checks;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<CheckName>>(
        [&](auto d) { checks.emplace_back().set("check", titled(d.name)); });
    data.set("checks", std::move(checks));
}

Data row_data(const Visit& visit, const VisaRow& row) {
    Data data;
    const PaymentOrdered& order = *row.order;
    data.set("order", order.order.text).set("href", visit.link(order_path(order.order)));
    data.set("group", order.groupement.text).set("group_href", visit.group_link(order.groupement));
    data.set("name", row.name).set("amount", euros(order.amount)).set("why", why_refused(row.examined));
    std::string years;
    for (const PaymentYear year : row.years) years += (years.empty() ? "" : ", ") + to_text(year);
    data.set("years", years);
    std::vector<Data> marks;
    for (const VisaCheck& one : row.examined.checks)
        marks.emplace_back()
            .set("word", word(one.result))
            .set("good", one.result == CheckResult::passed)
            .set("bad", one.result == CheckResult::failed);
    data.set("marks", std::move(marks)).set("unchecked", row.examined.checks.empty());
    return data;
}

// One page of what is chosen, with the totals of all of it.
void add_rows(const Visit& visit, const CpamId& cpam, const VisaTable& table, const VisaChoice& choice, Data& data) {
    const auto chosen = table.chosen(choice);
    const std::size_t pages = std::max<std::size_t>((chosen.size() + kRowsShown - 1) / kRowsShown, 1);
    const auto asked = static_cast<std::size_t>(whole_number(visit.query("page")).value_or(1));
    const std::size_t page = std::clamp<std::size_t>(asked, 1, pages);
    CountAndSum all, passing;
    for (const VisaRow* row : chosen) {
        all.add(row->order->amount);
        if (row->passes()) passing.add(row->order->amount);
    }
    std::vector<Data> rows;
    for (std::size_t at = (page - 1) * kRowsShown; at < std::min(page * kRowsShown, chosen.size()); ++at)
        rows.push_back(row_data(visit, *chosen[at]));
    put("chosen", all, data);
    put("acting", passing, data);
    data.set("rows", std::move(rows)).set("page", shown_count(static_cast<std::int64_t>(page)));
    data.set("pages", shown_count(static_cast<std::int64_t>(pages))).set("paged", pages > 1);
    const auto link = [&](std::size_t to) {
        return visit.link(visa_path(cpam, choice.query({{"page", std::to_string(to)}})));
    };
    data.set("before", page > 1 ? link(page - 1) : "").set("after", page < pages ? link(page + 1) : "");
    data.set("approval_href", passing.count > 0 ? visa_path(cpam, "/approval" + choice.query()) : "");
}

// By ground and payment year, so that the sums can be held against what is known otherwise.
void add_sums(const std::vector<const VisaRow*>& rows, Data& data) {
    std::map<std::pair<std::string, std::string>, CountAndSum> sums;
    for (const VisaRow* row : rows) {
        std::string years;
        for (const PaymentYear year : row->years) years += (years.empty() ? "" : ", ") + to_text(year);
        sums[{word(row->order->ground), years}].add(row->order->amount);
    }
    std::vector<Data> lines;
    for (const auto& [of, sum] : sums) {
        Data& line = lines.emplace_back().set("ground", of.first).set("years", of.second);
        put("count", sum, line);
    }
    data.set("sums", std::move(lines));
}

void add_left(const Visit& visit, const std::vector<const Examined*>& left, Data& data) {
    std::vector<Data> rows;
    for (const Examined* one : left) {
        const Order* order = visit.book().find(one->order);
        Data& row = rows.emplace_back().set("order", one->order.text).set("why", why_refused(*one));
        row.set("href", order ? visit.link(order_path(one->order)) : "");
        row.set("group", order ? order->ordered.groupement.text : "–");
        row.set("amount", order ? euros(order->ordered.amount) : "–");
    }
    data.set("left", std::move(rows)).set("left_count", shown_count(static_cast<std::int64_t>(left.size())));
}

ConsolePage as_file(const CpamId& cpam, const std::vector<const VisaRow*>& rows, ExportKind kind) {
    const bool is_csv = kind == ExportKind::csv;
    const std::string name = tr("orders-to-be-checked") + '-' + cpam.text + (is_csv ? ".csv" : ".xlsx");
    return {200,
            is_csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            visa_export(rows, kind),
            {{"Content-Disposition", "attachment; filename=\"" + name + '"'}}};
}

std::vector<OrderId> orders_in(const std::string& text) {
    std::vector<OrderId> orders;
    std::istringstream words(text);
    for (std::string word; words >> word;) orders.push_back({word});
    return orders;
}

}  // namespace

ConsolePage visa(const Visit& visit, const CpamId& cpam) {
    if (const auto allowed = visit.rights.check(Right::pay, cpam); !allowed)
        return visit.refused(Section::payments, allowed.error());
    if (!visit.at_head()) return visit.moved(visit.link(payments_path(cpam)));  // checks are made at the head alone
    const VisaChoice choice = VisaChoice::of(visit);
    const VisaTable table = VisaTable::find(visit, cpam);
    const std::string kind = visit.query("kind");
    if (kind == "csv" || kind == "xlsx")
        return as_file(cpam, table.chosen(choice), kind == "csv" ? ExportKind::csv : ExportKind::xlsx);
    Data data;
    data.set("cpam", cpam.text).set("cpam_href", visit.link(payments_path(cpam))).set("path", visa_path(cpam));
    data.set("csv_href", visit.link(visa_path(cpam, choice.query({{"kind", "csv"}}))));
    data.set("xlsx_href", visit.link(visa_path(cpam, choice.query({{"kind", "xlsx"}}))));
    data.set("q", choice.words).set("sort", choice.sort).set("dir", choice.dir);
    add_choices(table, choice, data);
    add_heads(visit, cpam, choice, data);
    add_rows(visit, cpam, table, choice, data);
    const std::string title = fill(tr("Orders of the CPAM {cpam} to be checked"), {{"cpam", cpam.text}});
    return visit.page(Section::payments, title, "visa", std::move(data));
}

ConsolePage visa_approval(const Visit& visit, const CpamId& cpam) {
    if (const auto allowed = visit.rights.check(Right::pay, cpam); !allowed)
        return visit.refused(Section::payments, allowed.error());
    if (!visit.at_head()) return visit.moved(visit.link(payments_path(cpam)));  // checks are made at the head alone
    const VisaChoice choice = VisaChoice::of(visit);
    const VisaTable table = VisaTable::find(visit, cpam);
    std::vector<const VisaRow*> passing;
    std::vector<const Examined*> left;
    CountAndSum sum;
    std::string orders;
    for (const VisaRow* row : table.chosen(choice)) {
        if (!row->passes()) {
            left.push_back(&row->examined);
            continue;
        }
        passing.push_back(row);
        sum.add(row->order->amount);
        orders += (orders.empty() ? "" : " ") + row->order->order.text;
    }
    Data data;
    data.set("cpam", cpam.text).set("visa_href", visit.link(visa_path(cpam, choice.query())));
    data.set("orders", orders).set("path", visa_path(cpam, "/approval"));
    put("count", sum, data);
    add_sums(passing, data);
    add_left(visit, left, data);
    const std::string title = fill(tr("Approve orders of the CPAM {cpam}"), {{"cpam", cpam.text}});
    return visit.page(Section::payments, title, "visa_approval", std::move(data));
}

ConsolePage approve_passing(const Visit& visit, const CpamId& cpam) {
    if (const auto allowed = visit.rights.check(Right::pay, cpam); !allowed)
        return visit.refused(Section::payments, allowed.error());
    PaymentCommands desk(visit.ledger, visit.request.person, std::nullopt);
    const auto done = desk.approve_passing(orders_in(visit.form("orders")));
    if (!done) return visit.refused(Section::payments, done.error());
    const Visit now = visit.renewed();
    std::vector<const Examined*> left;
    for (const Examined& one : done->left) left.push_back(&one);
    Data data;
    data.set("cpam", cpam.text).set("cpam_href", payments_path(cpam)).set("visa_href", visa_path(cpam));
    const bool waits = !now.views.orders().of_cpam(cpam, OrderState::approved).empty();
    data.set("issuing_href", waits ? payments_path(cpam, "/issuing") : "");
    put("count", {static_cast<std::int64_t>(done->approved.size()), done->amount}, data);
    add_left(now, left, data);
    const std::string title = fill(tr("Orders of the CPAM {cpam} approved"), {{"cpam", cpam.text}});
    return now.page(Section::payments, title, "visa_approved", std::move(data));
}

}  // namespace ipep
