// Simulation: what would have happened otherwise: a parameter or two, a value or a row of them each, groups left out.
// Nothing of it is recorded; the address of the page says all that was asked.
#include "events/event_json.h"
#include "events/json_walk.h"
#include "services/answers/simulation_answers.h"
#include "services/console/chart.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/histories/curve.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

// The paths of the parameters that are numbers, as the rules adopted last have them.
void add_numbers(const boost::json::value& value, const std::string& path, std::vector<Choice>& to) {
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object)
            add_numbers(member, (path.empty() ? "" : path + '.') + std::string(name), to);
        return;
    }
    const bool is_number =
        value.is_number() || (value.is_string() && well_formed_ratio(std::string(value.as_string())));
    if (is_number) to.emplace_back(path, titled(path));
}

std::vector<Choice> parameters_of(const Book& book) {
    std::vector<Choice> all{{"", "–"}, {std::string(kSpendingPath), tr("Change of spending a year") + " (%)"}};
    if (const auto& rules = book.common().rules; !rules.empty())
        add_numbers(members_to_json(*rules.back().noted.value.parameters), "", all);
    return all;
}

// As the command line takes it: no blanks, a point.
std::string plain(std::string text) {
    std::erase_if(text, [](char c) { return c == ' '; });
    std::ranges::replace(text, ',', '.');
    return text;
}

// What the form asks, and how to ask it again.
struct SimulationForm {
    questions::Simulate question;
    std::string query;

    explicit SimulationForm(const Visit& visit) {
        for (const char* number : {"1", "2"}) ask(visit, number);
        std::string groups = keep(visit, "without");
        for (char& c : groups) c = c == ',' || c == ';' ? ' ' : c;
        std::istringstream words(groups);
        question.without.assign(std::istream_iterator<std::string>(words), {});
        const auto draws = whole_number(keep(visit, "draws"));
        if (draws && *draws > 0) question.draws = std::min<std::int64_t>(*draws, kMostOnAPage);
    }

private:
    static constexpr std::int64_t kMostOnAPage = 1000;

    std::string keep(const Visit& visit, const std::string& name) {
        std::string text = visit.query(name);
        if (!text.empty()) query += '&' + name + '=' + percent_encoded(text);
        return text;
    }
    void ask(const Visit& visit, const std::string& number) {
        const std::string parameter = keep(visit, "parameter" + number), value = plain(keep(visit, "value" + number));
        if (parameter.empty() || value.empty()) return;
        if (value.find(':') != std::string::npos)
            question.sweep.push_back(parameter + '=' + value);
        else if (parameter == kSpendingPath)
            question.spending = value;
        else
            question.set.push_back(parameter + '=' + value);
    }
};

std::vector<Data> year_rows(const SimulationShown& shown) {
    std::vector<Data> rows;
    for (const SchemeYear& year : shown.simulation.scheme) {
        const auto known = shown.recorded.find(year.year);
        const Money was = known == shown.recorded.end() ? Money() : known->second;
        Data& row = rows.emplace_back().set("year", to_text(year.year)).set("savings", euros(year.savings));
        row.set("recorded", euros(was)).set("simulated", euros(year.incentives));
        row.set("difference", euros(year.incentives - was)).set("balance", euros(year.balance()));
    }
    return rows;
}

Money amount_in(const boost::json::value& figure) {
    return figure.is_string() ? parse_money(std::string_view(figure.as_string())).value_or(Money()) : Money();
}

// What each groupement is due in all, where it differs.
std::vector<Data> group_rows(const Visit& visit, const SimulationShown& shown) {
    std::map<GroupementId, std::pair<Money, Money>> dues;
    for (const FigureDifference& one : shown.simulation.differences) {
        if (one.field != "due") continue;
        dues[one.groupement].first += amount_in(one.before);
        dues[one.groupement].second += amount_in(one.after);
    }
    std::vector<Data> rows;
    for (const auto& [id, due] : dues) {
        Data& row = rows.emplace_back().set("id", id.text).set("href", visit.group_link(id));
        row.set("recorded", euros(due.first)).set("simulated", euros(due.second));
        row.set("difference", euros(due.second - due.first));
    }
    return rows;
}

std::string chart_of(const SimulationShown& shown) {
    Money was;
    for (const auto& [year, due] : shown.recorded) was += due;
    std::vector<WaterfallStep> steps{{tr("Due, recorded"), was, true}};
    for (const SchemeYear& year : shown.simulation.scheme) {
        const auto known = shown.recorded.find(year.year);
        steps.push_back(
            {to_text(year.year), year.incentives - (known == shown.recorded.end() ? Money() : known->second)});
    }
    steps.push_back({tr("Due, simulated"), shown.simulation.total().incentives, true});
    return waterfall_chart(tr("Due as recorded and as simulated, by result year"), steps, highest(steps));
}

std::vector<Data> point_rows(const SimulationShown& shown) {
    std::vector<Data> rows;
    for (const SweepPoint& point : shown.points) {
        std::vector<std::string> values;
        for (const Exact& value : point.values) values.push_back(shown_decimal(to_text(value)));
        Data& row = rows.emplace_back().set("values", texts(values)).set("savings", euros(point.total.savings));
        row.set("incentives", euros(point.total.incentives)).set("balance", euros(point.total.balance()));
    }
    return rows;
}

void put_sweep(const SimulationShown& shown, Data& data) {
    std::vector<std::string> names;
    for (const Sweep& sweep : shown.sweeps)
        names.push_back(sweep.parameter == kSpendingPath ? tr("Change of spending a year") + " (%)"
                                                         : titled(sweep.parameter));
    data.set("swept", true).set("sweeps", texts(names)).set("points", point_rows(shown));
    if (shown.sweeps.size() == 1 || shown.sweeps[1].values.size() <= kMostLines)
        data.set("curve", sweep_svg(shown.sweeps, shown.points));
}

Data spread_row(const Spread& spread) {
    Data row;
    row.set("without", euros(spread.without)).set("mean", euros(spread.mean)).set("low", euros(spread.p05));
    return row.set("median", euros(spread.p50)).set("high", euros(spread.p95));
}

void put_draws(const Visit& visit, const Drawn& drawn, Data& data) {
    std::vector<Data> years, groups;
    for (const DrawnYear& one : drawn.years) {
        const std::string year = one.year == 0 ? tr("Total") : to_text(one.year);
        for (const auto& [name, spread] : {std::pair{tr("Incentives"), one.due}, std::pair{tr("Balance"), one.balance}})
            years.push_back(spread_row(spread).set("year", year).set("figure", name));
    }
    for (const DrawnAmount& one : drawn.amounts)
        if (one.year == 0)
            groups.push_back(spread_row(one.due)
                                 .set("id", one.groupement.text)
                                 .set("href", visit.group_link(one.groupement))
                                 .set("more", shown_count(one.more))
                                 .set("less", shown_count(one.less)));
    data.set("drawn", true).set("count", shown_count(drawn.plan.draws)).set("paired", drawn.paired);
    data.set("drawn_years", std::move(years)).set("drawn_groups", std::move(groups));
}

void put_result(const Visit& visit, const SimulationShown& shown, Data& data) {
    const SchemeYear total = shown.simulation.total();
    Money was;
    for (const auto& [year, due] : shown.recorded) was += due;
    data.set("result", true).set("years", year_rows(shown)).set("groups", group_rows(visit, shown));
    data.set("savings", euros(total.savings)).set("recorded", euros(was)).set("simulated", euros(total.incentives));
    data.set("difference", euros(total.incentives - was)).set("balance", euros(total.balance()));
    if (!shown.simulation.differences.empty()) data.set("chart", chart_of(shown));
    if (!shown.sweeps.empty()) put_sweep(shown, data);
    if (shown.drawn) put_draws(visit, *shown.drawn, data);
}

void put_form(const Visit& visit, const SimulationForm& form, Data& data) {
    const auto parameters = parameters_of(visit.book());
    for (const char* number : {"1", "2"}) {
        const std::string name = number;
        data.set("parameters" + name, choices(parameters, visit.query("parameter" + name)));
        data.set("value" + name, visit.query("value" + name));
    }
    data.set("without", visit.query("without"));
    data.set("draws", choices({{"", "–"}, {"100", "100"}, {"1000", shown_count(1000)}}, visit.query("draws")));
    data.set("rules_href", visit.link("/rules")).set("as_of", visit.query("as-of"));
    const std::string path = visit.link("/rules/simulation");
    data.set("csv_href", path + (path.find('?') == std::string::npos ? '?' : '&') + "kind=csv" + form.query);
}

}  // namespace

ConsolePage simulation(const Visit& visit) {
    // Sums over all give away a groupement's own where another is left out.
    if (const auto allowed = visit.rights.check(Right::read_amounts, CpamId{}); !allowed)
        return visit.refused(Section::rules, allowed.error());
    const SimulationForm form(visit);
    Data data;
    put_form(visit, form, data);
    std::string wrong;
    try {
        auto found = simulation_of(visit.ledger, visit.book(), visit.reader, form.question, {});
        const auto* shown = found ? std::get_if<SimulationShown>(&*found) : nullptr;
        if (shown && visit.query("kind") == "csv")
            return {200,
                    "text/csv; charset=utf-8",
                    csv_of(*shown),
                    {{"Content-Disposition", "attachment; filename=\"ipep-simulation.csv\""}}};
        if (shown) put_result(visit, *shown, data);
        if (!found) wrong = spoken_sentence(found.error());
    } catch (const WrongUsage& usage) {
        wrong = usage.what();
    }
    if (!wrong.empty()) data.set("wrong", wrong);
    return visit.page(Section::rules, tr("What would have happened otherwise"), "simulation", std::move(data));
}

}  // namespace ipep
