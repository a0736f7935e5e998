#include "tools/pages/sweep_page.h"

#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/figure_table.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

using Align = TextTable::Align;

std::string name_of(const std::string& parameter) {
    return parameter == kSpendingPath ? tr("Change of spending a year") : spoken(parameter);
}

std::string shown_value(const std::string& parameter, const Exact& value) {
    return shown_decimal(to_text(value)) + (parameter == kSpendingPath ? " %" : "");
}

std::string line_page(const Sweep& sweep, const std::vector<SweepPoint>& points) {
    TextTable table({{name_of(sweep.parameter), Align::right},
                     {tr("Savings"), Align::right},
                     {tr("Incentives"), Align::right},
                     {tr("Balance"), Align::right}});
    for (const SweepPoint& point : points)
        table.row({shown_value(sweep.parameter, point.values.front()), cell(point.total.savings),
                   cell(point.total.incentives), cell(point.total.balance())});
    return table.text();
}

// As many columns as a terminal is wide; the others follow below.
std::string grid_page(const Sweep& down, const Sweep& across, const std::vector<SweepPoint>& points) {
    constexpr std::size_t kTogether = 6;
    std::string page;
    for (std::size_t from = 0; from < across.values.size(); from += kTogether) {
        const std::size_t until = std::min(from + kTogether, across.values.size());
        std::vector<TextTable::Column> columns{{shortened(name_of(down.parameter), 30), Align::right}};
        for (std::size_t i = from; i < until; ++i)
            columns.push_back({shown_value(across.parameter, across.values[i]), Align::right});
        TextTable table(std::move(columns));
        for (std::size_t row = 0; row < down.values.size(); ++row) {
            std::vector<std::string> cells{shown_value(down.parameter, down.values[row])};
            for (std::size_t i = from; i < until; ++i)
                cells.push_back(cell(points[row * across.values.size() + i].total.balance()));
            table.row(std::move(cells));
        }
        page += (page.empty() ? "" : "\n") + table.text();
    }
    return strong(fill(tr("Balance by {first}, and across by {second}"),
                       {{"first", name_of(down.parameter)}, {"second", name_of(across.parameter)}})) +
           '\n' + page;
}

std::vector<std::string> cells_of(std::vector<std::string> head, const Spread& spread) {
    for (const Money amount : {spread.without, spread.mean, spread.p05, spread.p50, spread.p95})
        head.push_back(cell(amount));
    return head;
}

std::string years_table(const Drawn& drawn) {
    TextTable table({{tr("Year"), Align::left},
                     {tr("Figure"), Align::left},
                     {tr("Without errors"), Align::right},
                     {tr("Mean"), Align::right},
                     {"5 %", Align::right},
                     {tr("Median"), Align::right},
                     {"95 %", Align::right}});
    for (const DrawnYear& one : drawn.years) {
        const std::string year = one.year == 0 ? tr("Total") : to_text(one.year);
        if (one.year == 0) table.rule();
        table.row(cells_of({year, tr("Savings")}, one.savings));
        table.row(cells_of({"", tr("Incentives")}, one.due));
        table.row(cells_of({"", tr("Balance")}, one.balance));
        table.row(cells_of({"", spoken("nationalCap")}, one.cap));
        table.row(cells_of({"", spoken("qualityEnvelope")}, one.qualityEnvelope));
    }
    return table.text();
}

std::string groups_table(const Drawn& drawn, bool full) {
    TextTable table({{tr("Groupement"), Align::left},
                     {tr("Without errors"), Align::right},
                     {tr("Mean"), Align::right},
                     {"5 %", Align::right},
                     {tr("Median"), Align::right},
                     {"95 %", Align::right},
                     {tr("More"), Align::right},
                     {tr("Less"), Align::right}});
    std::size_t rows = 0;
    for (const DrawnAmount& one : drawn.amounts) {
        if (one.year != 0 || (++rows > kMostRows && !full)) continue;
        auto cells = cells_of({one.groupement.text}, one.due);
        cells.push_back(shown_count(one.more));
        cells.push_back(shown_count(one.less));
        table.row(std::move(cells));
    }
    return table.text() + more_than(rows, full);
}

}  // namespace

std::string sweep_page(const std::vector<Sweep>& sweeps, const std::vector<SweepPoint>& points) {
    return sweeps.size() == 1 ? line_page(sweeps.front(), points) : grid_page(sweeps[0], sweeps[1], points);
}

std::string drawn_page(const Drawn& drawn, bool full) {
    const auto share = [](const Ratio& ratio) { return shown_decimal(to_text(to_exact(ratio) * 100)) + " %"; };
    const ErrorModel& errors = drawn.plan.errors;
    std::string page =
        strong(fill(tr("{draws} draws of every measure, seed {seed}"),
                    {{"draws", shown_count(drawn.plan.draws)}, {"seed", std::to_string(drawn.plan.seed)}}));
    page +=
        '\n' +
        fill(
            tr("Standard errors: {spending} of a person's spending by the root of the patients, {adjusted} of adjusted "
               "spending,\n{indicators} of an indicator without its denominator, {experience} of experience."),
            {{"spending", share(errors.spending)},
             {"adjusted", share(errors.adjusted)},
             {"indicators", share(errors.indicators)},
             {"experience", share(errors.experience)}}) +
        "\n\n" + years_table(drawn) + '\n' + strong(tr("What each groupement is due, all years")) + '\n' +
        groups_table(drawn, full);
    return page +
           (drawn.paired ? tr("More, less: draws in which it is due more, or less, than by the rules and facts as "
                              "recorded under the same errors.")
                         : tr("More, less: draws in which it is due more, or less, than without errors.")) +
           '\n';
}

std::string break_even_page(const BreakEvenPlan& plan, const BreakEven& found) {
    std::string figure = plan.reach.figure == "savings" ? tr("Savings")
                         : plan.reach.figure == "due"   ? tr("Incentives")
                                                        : tr("Balance");
    if (plan.reach.groupement) figure = spoken("due") + ' ' + plan.reach.groupement->text;
    TextTable table({{name_of(plan.parameter), Align::right}, {figure, Align::right}});
    table.row({shown_value(plan.parameter, found.before.value), cell(found.before.figure)});
    if (found.before.value != found.after.value)
        table.row({shown_value(plan.parameter, found.after.value), cell(found.after.figure)});
    const std::string title =
        found.crosses ? tr("Where it reaches {amount}") : tr("It does not reach {amount} between these values");
    return strong(fill(title, {{"amount", to_text(plan.reach.amount)}})) + '\n' + table.text();
}

}  // namespace ipep
