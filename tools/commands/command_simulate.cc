// simulate: the recorded history under other rules or other spending; nothing is recorded.
#include <boost/json.hpp>

#include "events/fact_json.h"
#include "services/files/whole_file.h"
#include "services/histories/histories_answer.h"
#include "services/words/language.h"
#include "tools/commands/command.h"
#include "tools/pages/curve.h"
#include "tools/pages/histories_page.h"
#include "tools/pages/simulation_page.h"

namespace ipep {
namespace {

struct Wish {
    std::string rules, spending, years, sweep, svg;
    bool full = false;
};

YearRange parse_years(const std::string& text) {
    const auto dash = text.find('-');
    const auto year = [](const std::string& digits) {
        const bool whole = digits.size() == 4 && digits.find_first_not_of("0123456789") == std::string::npos;
        return whole ? std::stoi(digits) : 0;
    };
    const YearRange years{year(text.substr(0, dash)), year(dash == std::string::npos ? text : text.substr(dash + 1))};
    if (!well_formed_year(years.first) || !well_formed_year(years.last) || years.last < years.first)
        throw WrongUsage(tr("--years takes one year or two, as 2019-2021"));
    return years;
}

Verdict<Supposition> supposition_of(const Shell& shell, const Wish& wish) {
    Supposition supposition;
    if (!wish.years.empty()) supposition.years = parse_years(wish.years);
    if (!wish.spending.empty()) {
        auto factor = spending_factor(wish.spending);
        if (!factor) return std::unexpected(std::move(factor.error()));
        supposition.spending = std::move(*factor);
    }
    if (wish.rules.empty()) return supposition;
    const auto text = shell.read(wish.rules);
    if (!text) return std::unexpected(text.error());
    auto rules = parse_rules(*text);
    if (!rules) return std::unexpected(std::move(rules.error()));
    supposition.rules = std::move(*rules);
    return supposition;
}

int simulate_history(const Shell& shell, const Wish& wish) {
    if (wish.sweep.empty() && !wish.svg.empty()) throw WrongUsage(tr("--svg draws a sweep: give --sweep too"));
    const auto supposition = supposition_of(shell, wish);
    if (!supposition) return shell.refuse(supposition.error());
    const auto sweep = wish.sweep.empty() ? Verdict<Sweep>() : parse_sweep(wish.sweep);
    if (!sweep) return shell.refuse(sweep.error());
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const Book& book = (*ledger)->views().book();
    const Patience& patience = (*ledger)->store().patience();
    const auto simulation = simulate(book, *supposition, patience);
    if (!simulation) return shell.refuse(simulation.error());
    auto points =
        wish.sweep.empty() ? Verdict<std::vector<SweepPoint>>() : run_sweep(book, *supposition, *sweep, patience);
    if (!points) return shell.refuse(points.error());
    if (!wish.svg.empty())
        if (const auto kept = write_whole(wish.svg, sweep_svg(*sweep, *points), Existing::goes); !kept)
            return shell.refuse(kept.error());
    boost::json::object document;
    if (shell.json()) {
        document = simulation_answer(*simulation, shell.asks(**ledger));
        if (!wish.sweep.empty()) document["sweep"] = sweep_answer(*sweep, *points);
    }
    return shell.answer(ledger->get(), std::move(document), [&] {
        std::string text = simulation_page(*simulation, book, *supposition, wish.full);
        if (!wish.sweep.empty()) text += '\n' + sweep_page(*sweep, *points);
        return text;
    });
}

}  // namespace

void add_simulating_commands(CLI::App& program, Run& run) {
    auto* supposed =
        program.add_subcommand("simulate", tr("settle the history under other rules or spending; records nothing"));
    auto wish = std::make_shared<Wish>();
    supposed->add_option("--rules", wish->rules,
                         tr("JSON body of a `rulesAdopted`, adopted after all that is recorded"));
    supposed->add_option("--spending", wish->spending,
                         tr("change of actual spending a year, as -0.5%: rank r is multiplied by (1 + PCT)^r"));
    supposed->add_option("--years", wish->years,
                         tr("result years to show, as 2019-2021; the settled ones if not given"));
    supposed->add_option("--sweep", wish->sweep,
                         tr("PARAMETER=FROM:TO:STEP, one simulation a value; "
                            "PARAMETER is a path of the rules or `spending`"));
    supposed->add_option("--svg", wish->svg, tr("where the curve of the sweep goes"));
    supposed->add_flag("--full", wish->full, tr("everything, however long"));
    supposed->footer(
        tr("savings = sum of evolution × patients, incentives = sum of what is due (CDC 2019 §3, §9).\n"
           "Example:  ipep --ledger essai simulate --spending -0.5%\n"
           "          ipep --ledger essai simulate --sweep spending=-2%:2%:0.5% --svg break-even.svg"));
    supposed->callback([&run, wish] { run = [wish](const Shell& shell) { return simulate_history(shell, *wish); }; });
}

}  // namespace ipep
