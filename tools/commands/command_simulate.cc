// simulate: the recorded history under other rules or other spending; nothing is recorded.
#include <boost/json.hpp>

#include "events/fact_json.h"
#include "services/files/whole_file.h"
#include "services/histories/histories_answer.h"
#include "services/words/language.h"
#include "tools/commands/question_line.h"
#include "tools/pages/curve.h"
#include "tools/pages/histories_page.h"
#include "tools/pages/simulation_page.h"

namespace ipep {
namespace {

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

Verdict<Supposition> supposition_of(const Shell& shell, const questions::Simulate& question) {
    Supposition supposition;
    if (!question.years.empty()) supposition.years = parse_years(question.years);
    if (!question.spending.empty()) {
        auto factor = spending_factor(question.spending);
        if (!factor) return std::unexpected(std::move(factor.error()));
        supposition.spending = std::move(*factor);
    }
    if (question.rules.empty()) return supposition;
    const auto text = shell.read(question.rules);
    if (!text) return std::unexpected(text.error());
    auto rules = parse_rules(*text);
    if (!rules) return std::unexpected(std::move(rules.error()));
    supposition.rules = std::move(*rules);
    return supposition;
}

}  // namespace

int ask(const Shell& shell, const questions::Simulate& question) {
    if (question.sweep.empty() && !question.svg.empty()) throw WrongUsage(tr("--svg draws a sweep: give --sweep too"));
    const auto supposition = supposition_of(shell, question);
    if (!supposition) return shell.refuse(supposition.error());
    const auto sweep = question.sweep.empty() ? Verdict<Sweep>() : parse_sweep(question.sweep);
    if (!sweep) return shell.refuse(sweep.error());
    const auto ledger = shell.reader();
    if (!ledger) return shell.refuse(ledger.error());
    const Book& book = (*ledger)->views().book();
    const Patience& patience = (*ledger)->store().patience();
    const auto simulation = simulate(book, *supposition, patience);
    if (!simulation) return shell.refuse(simulation.error());
    auto points =
        question.sweep.empty() ? Verdict<std::vector<SweepPoint>>() : run_sweep(book, *supposition, *sweep, patience);
    if (!points) return shell.refuse(points.error());
    if (!question.svg.empty())
        if (const auto kept = write_whole(question.svg, sweep_svg(*sweep, *points), Existing::goes); !kept)
            return shell.refuse(kept.error());
    boost::json::object document;
    if (shell.json()) {
        document = simulation_answer(*simulation, shell.asks(**ledger));
        if (!question.sweep.empty()) document["sweep"] = sweep_answer(*sweep, *points);
    }
    return shell.answer(ledger->get(), std::move(document), [&] {
        std::string text = simulation_page(*simulation, book, *supposition, question.full);
        if (!question.sweep.empty()) text += '\n' + sweep_page(*sweep, *points);
        return text;
    });
}

}  // namespace ipep
