// A groupement: who it is, its years from the gain to what is due, its advance, its statement, what is still expected.
#include "events/describe.h"
#include "ledger/description.h"
#include "ledger/reference.h"
#include "services/console/chart.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/console/payment_tasks.h"
#include "services/console/waiting.h"
#include "services/histories/late_validation.h"
#include "services/letter/settled_steps.h"
#include "services/words/awaited.h"
#include "services/words/indicator_names.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

std::vector<WaterfallStep> drawn(const std::vector<SettledStep>& steps) {
    std::vector<WaterfallStep> drawn;
    for (const SettledStep& step : steps) drawn.push_back({step.label, step.amount, step.is_sum});
    return drawn;
}

struct Years {
    std::vector<std::pair<ResultYear, SettledLine>> all;
    std::vector<std::vector<SettledStep>> steps;
};

Years years_of(const GroupState& page) {
    Years years;
    for (const auto& [year, line] : page.settled) {
        years.all.emplace_back(year, line);
        years.steps.push_back(settled_steps(line.row));
    }
    return years;
}

void add_charts(const Visit& visit, const GroupementId& id, const Years& years, Data& data) {
    Money scale;
    for (const auto& steps : years.steps) scale = std::max(scale, highest(drawn(steps)));
    std::vector<Data> charts;
    for (std::size_t i = 0; i < years.all.size(); ++i) {
        const auto& [year, line] = years.all[i];
        const std::string title = fill(tr("From the gain to what is due to {groupement} for {year}"),
                                       {{"groupement", id.text}, {"year", to_text(year)}});
        Data& chart = charts.emplace_back();
        const std::string path =
            visit.rights.opens(Section::settlement) ? settlement_path(year) : notice_path(year, id);
        chart.set("year", to_text(year)).set("href", visit.link(path));
        chart.set("model", line.row.model == Model::mixed ? tr("under the mixed model") : tr("under the target model"));
        chart.set("revision", std::to_string(line.revision));
        chart.set("svg", waterfall_chart(title, drawn(years.steps[i]), scale));
    }
    data.set("charts", std::move(charts));
}

void add_years(const Visit& visit, const GroupementId& id, const Years& years, Data& data) {
    std::vector<Data> heads, rows;
    const auto plain = [&](const std::string& label, auto&& text_of) {
        std::vector<Data> cells;
        for (const auto& [year, line] : years.all) cells.emplace_back().set("text", text_of(line.row));
        rows.emplace_back().set("label", label).set("cells", std::move(cells));
    };
    for (const auto& [year, line] : years.all)
        heads.emplace_back().set("year", to_text(year)).set("href", visit.link(notice_path(year, id)));
    plain(tr("Model"), [](const SettledRow& row) { return spoken(row.model == Model::mixed ? "mixed" : "target"); });
    plain(tr("Patients"), [](const SettledRow& row) { return shown_count(row.patients); });
    plain(tr("Score"), [](const SettledRow& row) { return shown_decimal(to_decimals(to_exact(row.score), 2)); });
    std::vector<SettledStep> lines = settled_steps({});
    lines[1].label = tr("Quality or modulation");  // which of the two, the model says
    for (std::size_t step = 0; step < lines.size(); ++step) {
        std::vector<Data> cells;
        for (std::size_t i = 0; i < years.all.size(); ++i) {
            const auto& [year, line] = years.all[i];
            const SettledStep& made = years.steps[i][step];
            Data& cell = cells.emplace_back().set("text", euros(made.amount));
            cell.set("href", visit.trail_link(Reference::settled(id, year, made.field).text()));
        }
        Data& row = rows.emplace_back().set("label", lines[step].label).set("sum", lines[step].is_sum);
        row.set("cells", std::move(cells));
    }
    data.set("year_heads", std::move(heads)).set("year_rows", std::move(rows));
}

void add_statement(const Visit& visit, const GroupementId& id, Data& data) {
    std::vector<Data> rows, balances;
    std::vector<CurvePoint> points;
    for (const StatementLine& line : visit.views.statements().lines(id)) {
        Data& row = rows.emplace_back();
        row.set("position", std::to_string(line.position)).set("href", visit.event_link(line.position));
        row.set("on", shown(line.on));
        row.set("kind", titled(line.kind)).set("year", line.year ? to_text(*line.year) : "");
        row.set("amount", euros(line.amount)).set("owed", euros(line.owed)).set("overpaid", euros(line.overpaid));
        row.set("advance", euros(line.advanceOutstanding));
        const Money before = points.empty() ? Money() : points.back().balance;
        if (line.advanceOutstanding == before) continue;
        points.push_back({line.on, line.advanceOutstanding});
        Data& moved = balances.emplace_back();
        moved.set("on", shown(line.on)).set("kind", titled(line.kind)).set("href", visit.event_link(line.position));
        moved.set("change", euros(line.advanceOutstanding - before)).set("balance", euros(line.advanceOutstanding));
    }
    const std::string title = fill(tr("Advance outstanding of {groupement} over time"), {{"groupement", id.text}});
    data.set("curve", balance_chart(title, points)).set("balances", std::move(balances));
    data.set("statement", std::move(rows));
}

// Its orders, the latest first, each with its letter.
void add_orders(const Visit& visit, const GroupState& page, Data& data) {
    const GroupementAdmitted& group = page.admission.value;
    std::vector<Data> rows;
    for (const OrderId& id : visit.views.orders().of_cpam(group.cpam)) {
        const Order& order = *visit.book().find(id);
        if (order.ordered.groupement != group.groupement) continue;
        Data& row = rows.emplace_back().set("order", id.text).set("href", visit.link(order_path(id)));
        row.set("ground", word(order.ordered.ground)).set("since", shown(order.lastOn));
        row.set("amount", euros(order.ordered.amount)).set("letter_href", letter_path(visit, order));
        put_state(order.state, row);
    }
    std::ranges::reverse(rows);
    data.set("orders", std::move(rows));
}

void add_expected(const Visit& visit, const GroupState& page, Data& data) {
    std::vector<Data> rows;
    const auto add = [&](const std::string& what, const std::string& why, const std::vector<std::string>& names = {}) {
        rows.emplace_back().set("what", what).set("why", why).set("names", texts(names));
    };
    const Book& book = visit.book();
    const GroupementId& id = page.admission.value.groupement;
    if (!page.assessment) add(titled("seedCreditAssessed"), tr("the floor of the advance (CDC §3)"));
    if (!page.convention)
        add(titled("conventionSigned"), tr("nothing is payable before (CDC §10)"));
    else if (!page.roadmap)
        add(titled("roadmapReceived"), tr("releases the second tranche of the seed credit (CDC §10)"));
    for (const ChosenIndicator& one : chosen_indicators(page))
        if (!one.validated)
            add(titled("chosenIndicatorValidated") + ' ' + one.indicator.text,
                fill(tr("at the latest on {day} (CDC §8-I)"), {{"day", shown(one.until)}}));
    ResultYear year = page.admission.value.firstYear;
    while (page.settled.contains(year)) ++year;
    if (book.has_result_year(page, year)) {
        const auto drafts = decide_settlement(book, year, visit.ledger.world().today());
        if (!drafts)
            for (const Awaited& one : awaited(drafts.error(), id))
                add(what_is_awaited(one), why_awaited(one, to_text(year)), one.names);
    }
    data.set("expected", std::move(rows));
}

// The indicators the groupement chose, and which of them were not validated in time.
void add_chosen(const Visit& visit, const GroupState& page, Data& data) {
    std::vector<Data> rows;
    std::vector<std::string> late;
    for (const ChosenIndicator& one : chosen_indicators(page)) {
        const std::string name = one.name.empty() ? named(one.indicator) : one.indicator.text + ' ' + one.name;
        const std::vector<std::pair<std::string, std::string>> facts = {
            {"indicator", name},
            {"until", shown(one.until)},
            {"day", one.validated ? shown(*one.validated) : std::string()}};
        rows.emplace_back()
            .set("name", name)
            .set("state", fill(one.validated ? tr("validated on {day}") : tr("not validated yet"), facts));
        if (!one.is_late(visit.ledger.world().today())) continue;
        late.push_back(fill(
            one.validated ? tr("{indicator} was validated on {day}; three months after the admission ended on {until}.")
                          : tr("{indicator} is not validated; three months after the admission ended on {until}."),
            facts));
    }
    data.set("chosen", std::move(rows)).set("late", texts(late));
}

}  // namespace

ConsolePage groupement(const Visit& visit, const GroupementId& id) {
    const GroupState* page = visit.book().find(id);
    if (!page) return visit.not_found();
    if (const auto allowed = visit.rights.check(id); !allowed)
        return visit.refused(Section::groupements, allowed.error());
    const GroupementAdmitted& group = page->admission.value;
    Data data;
    const Description now = described(*page);
    data.set("id", id.text).set("name", now.name).set("cpam", visit.cpam_name(group.cpam)).set("region", now.region);
    data.set("form", now.legalForm).set("wave", std::to_string(group.wave)).set("decision", group.decision);
    data.set("state", standing(visit.book(), *page)).set("physicians", shown_count(now.referringPhysicians));
    data.set("holder", now.holder.value_or("")).set("hospital", now.hospital.value_or(""));
    data.set("professionals", now.professionals ? shown_count(*now.professionals) : "");
    data.set("patients", shown_count(group.patients)).set("derogation", group.derogation.value_or(""));
    data.set("years", fill(tr("{from} to {until}"), {{"from", to_text(group.firstYear)},
                                                     {"until", to_text(visit.book().last_result_year(*page))}}));
    if (page->convention) data.set("agreement", shown(page->convention->on));
    if (page->seedCredit) {
        data.set("seed", euros(*page->seedCredit));
        data.set("seed_href", visit.trail_link(Reference::seed_credit(id).text()));
    }
    const Balance* balance = visit.views.balances().rows.find(id.text);
    const Balance none, &stands = balance ? *balance : none;
    data.set("due", euros(stands.due)).set("paid", euros(stands.paid)).set("owed", euros(stands.owed()));
    data.set("overpaid", stands.overpaid() > Money() ? euros(stands.overpaid()) : "");
    data.set("advance", euros(stands.advanceOutstanding));
    add_chosen(visit, *page, data);
    const Years years = years_of(*page);
    add_charts(visit, id, years, data);
    add_years(visit, id, years, data);
    add_statement(visit, id, data);
    if (visit.rights.opens(Section::payments)) {  // else it is read by the groupement itself
        data.set("works", true);
        add_orders(visit, *page, data);
        add_expected(visit, *page, data);
    }
    return visit.page(Section::groupements, id.text + " · " + group.name, "groupement", std::move(data));
}

}  // namespace ipep
